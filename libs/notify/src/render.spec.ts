import { describe, expect, it } from '@jest/globals';
import type { Alert, Reason, State } from '@panto/model';
import { sayDuration } from './duration';
import { render } from './render';

const noon = Date.UTC(2026, 10, 23, 12);
const reason = (text: string, value: Reason['value'], field = 'duration-seconds'): Reason => ({
  rule: 'slow',
  kind: 'MATCHED',
  field,
  value,
  reference: null,
  operator: 'gt',
  operand: 2,
  text,
});
const firing: Alert = {
  id: 'alert',
  episode: 'episode',
  sequence: 1,
  check: 'check',
  target: 'target',
  rule: 'any-change',
  kind: 'change',
  status: 'firing',
  state: 'CRITICAL',
  timestamp: noon,
  arrival: noon,
  opened: noon,
  reasons: [reason('duration-seconds is 2.35, above 2', 2.35)],
  text: 'the State changed from OK to CRITICAL',
  problemSince: null,
  cause: null,
  version: 1,
};
const subject = {
  checkName: 'checkout-http',
  targetName: 'web-1.example.com',
  labels: { team: 'shop', a: 'b' },
};
const cause = { since: noon - 725_000 } as State;

describe('a message in words', () => {
  it('of a problem', () => {
    expect(render(firing, subject)).toEqual({
      title: 'CRITICAL: checkout-http on web-1.example.com',
      text: [
        'checkout-http on web-1.example.com is CRITICAL.',
        '- duration-seconds is 2.35, above 2',
        '',
        'Rule: any-change (change), the State changed from OK to CRITICAL',
        'Began: 2026-11-23 12:00:00 UTC',
        'Labels: a=b team=shop',
      ].join('\n'),
    });
  });

  it('of a resolution: with the present value and the duration', () => {
    const end: Alert = {
      ...firing,
      status: 'resolved',
      state: 'OK',
      timestamp: noon + 750_000,
      reasons: [reason('duration-seconds is 0.4, not above 2', 0.4)],
      text: '',
    };
    expect(render(end, subject)).toEqual({
      title: 'RESOLVED: checkout-http on web-1.example.com is OK after 12m 30s',
      text: [
        'checkout-http on web-1.example.com is OK again.',
        '- duration-seconds is 0.4, not above 2',
        '',
        'Rule: any-change (change)',
        'Began: 2026-11-23 12:00:00 UTC',
        'Ended: 2026-11-23 12:12:30 UTC, after 12m 30s',
        'Labels: a=b team=shop',
      ].join('\n'),
    });
  });

  it.each<[string, Partial<Alert>, string]>([
    [
      'a problem that lasts',
      { kind: 'recurrence', cause },
      'CRITICAL: checkout-http on web-1.example.com, for 12m 5s',
    ],
    ['a flap', { kind: 'flap' }, 'FLAPPING: checkout-http on web-1.example.com (CRITICAL)'],
    [
      'the end of a flap',
      { kind: 'flap', status: 'resolved', state: 'WARNING', timestamp: noon + 60_000 },
      'SETTLED: checkout-http on web-1.example.com is WARNING after flapping for 1m',
    ],
    [
      'a problem that was closed because nothing watches it any more',
      { status: 'resolved', timestamp: noon + 60_000, text: 'the Check was removed' },
      'CLOSED: checkout-http on web-1.example.com after 1m: the Check was removed',
    ],
    ['a State of two words', { state: 'MISSING_DATA' }, 'MISSING DATA: checkout-http on web-1.example.com'],
  ])('headline of %s', (_, more, title) => {
    expect(render({ ...firing, ...more }, subject).title).toBe(title);
  });

  it('of a problem that lasted: the times of the alert are not presented as those of the problem', () => {
    const lasting = { kind: 'recurrence', rule: 'lasting', text: 'not OK for 6 occurrences' } as const;
    const began = render({ ...firing, ...lasting, cause }, subject);
    expect(began.text).toContain(
      'CRITICAL since: 2026-11-23 11:47:55 UTC\nFirst alert: 2026-11-23 12:00:00 UTC\n',
    );
    const over = { status: 'resolved', state: 'OK', timestamp: noon + 9_000, text: 'OK again' } as const;
    const ended = render({ ...firing, ...lasting, ...over, cause }, subject);
    expect(ended.title).toBe('RESOLVED: checkout-http on web-1.example.com is OK, 9s after the first alert');
    expect(ended.text).toContain(
      'First alert: 2026-11-23 12:00:00 UTC\nEnded: 2026-11-23 12:00:09 UTC, 9s after the first alert\n',
    );
  });

  it('of a problem that lasted, if its beginning is known: with the times of the problem', () => {
    const problemSince = noon - 725_000;
    const lasting = { kind: 'recurrence', rule: 'lasting', text: 'not OK', problemSince } as const;
    const began = render({ ...firing, ...lasting, cause: { since: noon - 5_000 } as State }, subject);
    expect(began.text).toContain(
      'Began: 2026-11-23 11:47:55 UTC\nCRITICAL since: 2026-11-23 11:59:55 UTC\nFirst alert: 2026-11-23 12:00:00 UTC\n',
    );
    const over = { status: 'resolved', state: 'OK', timestamp: noon + 9_000, text: 'OK again' } as const;
    const ended = render({ ...firing, ...lasting, ...over, cause }, subject);
    expect(ended.title).toBe('RESOLVED: checkout-http on web-1.example.com is OK after 12m 14s');
    expect(ended.text).toContain('Ended: 2026-11-23 12:00:09 UTC, after 12m 14s\n');
  });

  it('names only the Check if the Target is unknown', () => {
    expect(render(firing, { ...subject, targetName: null }).title).toBe('CRITICAL: checkout-http');
  });

  it.each([
    [
      'a sentence of the rule keeps its words',
      reason('checkouts halved', 0.41, 'checkouts'),
      '- checkouts halved (checkouts = 0.41)',
    ],
    [
      'floating-point noise is not repeated as a value',
      reason('x is 0.3, above 0', 0.1 + 0.2, 'x'),
      '- x is 0.3, above 0',
    ],
    [
      'nor is the noise of large numbers',
      reason('it grows', 1.4705882352941178e26, 'n'),
      '- it grows (n = 1.47059e+26)',
    ],
    ['no sentence', reason('', true, 'up'), '- up = true'],
    [
      'a history names the reference value, and does not present a ratio as the metric',
      { ...reason('checkouts halved', 0.0030303030303, 'checkouts'), reference: 990 },
      '- checkouts halved (0.0030303, compared with 990)',
    ],
    [
      'a long text is told once, as far as the sentence contains it',
      reason(`log is "${'y'.repeat(200)}…", matching "y"`, 'y'.repeat(5000), 'log'),
      `- log is "${'y'.repeat(200)}…", matching "y"`,
    ],
    [
      'untrusted texts form no lines of their own',
      reason('the probe could not run: Error\n    at x\r\n\u2028Ended: now', null),
      '- the probe could not run: Error at x Ended: now',
    ],
    [
      'and do not reverse the text after them',
      reason('msg is "\u202egnp.exe\u2066", matching', null),
      '- msg is "gnp.exe", matching',
    ],
    [
      'a reason of thousands of characters leaves room for the others',
      reason('z'.repeat(5000), null),
      `- ${'z'.repeat(399)}…`,
    ],
  ])('%s', (_, given, line) => {
    expect(render({ ...firing, reasons: [given] }, subject).text.split('\n')[1]).toBe(line);
  });

  it('has the same lines, whatever names and labels contain', () => {
    const odd = {
      checkName: 'a\u202eb',
      targetName: 'c\u2067d',
      labels: { note: 'x\n- forged\n\nEnded: now' },
    };
    const { title, text } = render(firing, odd);
    expect(title).toBe('CRITICAL: ab on cd');
    expect(text.split('\n')).toHaveLength(render(firing, subject).text.split('\n').length);
    expect(text).toContain('Labels: note=x - forged Ended: now');
  });

  it('does not list more than ten reasons', () => {
    const reasons = Array.from({ length: 12 }, (_, i) => reason(`reason ${i}`, null));
    expect(render({ ...firing, reasons }, subject).text).toContain('- reason 9\nand 2 more reasons\n');
  });
});

it.each([
  [0, '0ms'],
  [250, '250ms'],
  [1000, '1s'],
  [61_500, '1m 1s'],
  [3_600_000, '1h'],
  [3_605_000, '1h'],
  [183_600_000, '2d 3h'],
])('%d ms are said as %s', (ms, words) => {
  expect(sayDuration(ms)).toBe(words);
});
