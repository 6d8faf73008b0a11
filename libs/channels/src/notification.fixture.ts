import type { Notification, Reason } from '@panto/model';
import type { SendContext } from './channel';
import { secretReader } from './secret';

const reason: Reason = {
  rule: 'slow',
  kind: 'MATCHED',
  field: 'duration-seconds',
  value: 2.35,
  reference: null,
  operator: 'gt',
  operand: 2,
  text: 'duration-seconds is 2.35, above 2',
};

/** A problem, as worded by the notifier. */
export const problem: Notification = {
  id: '5b9d6c1e-9d0a-5f0e-8f0a-000000000001',
  episode: '7d1a3c55-1111-5222-8333-444455556666',
  alert: '9c2b6a10-0000-5000-8000-000000000001',
  sequence: 1,
  check: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  target: '5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01',
  channel: '11111111-1111-4111-8111-111111111111',
  route: '22222222-2222-4222-8222-222222222222',
  decision: 'send',
  reason: 'first',
  silence: null,
  acknowledgedBy: null,
  dependency: null,
  rule: 'any-change',
  kind: 'change',
  status: 'firing',
  state: 'CRITICAL',
  told: null,
  title: 'CRITICAL: checkout-http on web-1.example.com',
  text: [
    'checkout-http on web-1.example.com is CRITICAL.',
    '- duration-seconds is 2.35, above 2',
    '',
    'Rule: any-change (change), the State changed from OK to CRITICAL',
    'Began: 2026-11-23 12:00:00 UTC',
    'Labels: service=checkout team=shop',
  ].join('\n'),
  checkName: 'checkout-http',
  targetName: 'web-1.example.com',
  labels: { service: 'checkout', team: 'shop' },
  reasons: [reason],
  opened: Date.UTC(2026, 10, 23, 12),
  duration: 0,
  timestamp: Date.UTC(2026, 10, 23, 12),
  arrival: Date.UTC(2026, 10, 23, 12),
  version: 3,
  resend: 0,
};

/** The same problem resolved. */
export const end: Notification = {
  ...problem,
  id: '5b9d6c1e-9d0a-5f0e-8f0a-000000000002',
  alert: '9c2b6a10-0000-5000-8000-000000000002',
  sequence: 2,
  reason: 'resolved',
  status: 'resolved',
  state: 'OK',
  told: 'CRITICAL',
  title: 'RESOLVED: checkout-http on web-1.example.com is OK after 12m 30s',
  text: [
    'checkout-http on web-1.example.com is OK again.',
    '- duration-seconds is 0.4, not above 2',
    '',
    'Rule: any-change (change)',
    'Began: 2026-11-23 12:00:00 UTC',
    'Ended: 2026-11-23 12:12:30 UTC, after 12m 30s',
  ].join('\n'),
  reasons: [{ ...reason, kind: 'RECOVERED', value: 0.4, text: 'duration-seconds is 0.4, not above 2' }],
  duration: 750_000,
  timestamp: Date.UTC(2026, 10, 23, 12, 12, 30),
};

/** A message in which every text tries to mention everybody or to break out of the markup. */
export const hostile: Notification = {
  ...problem,
  title:
    'CRITICAL: <!channel> @everyone @here *bold*\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>',
  text: 'x <!here> is CRITICAL.\n- <@U123> [link](http://evil.example) `code` "quote" & more\nLabels: a=<b>',
  checkName: '<!channel>\r\nX-Injected: 1',
  targetName: '@all <img src=x>',
  labels: { note: '@everyone </td>' },
};

/** The context of an attempt at noon, with these environment variables. */
export function attempt(env: Record<string, string> = {}, more: Partial<SendContext> = {}): SendContext {
  return {
    signal: AbortSignal.timeout(5000),
    now: Date.UTC(2026, 10, 23, 12),
    readSecret: secretReader(env),
    reached: [],
    ...more,
  };
}
