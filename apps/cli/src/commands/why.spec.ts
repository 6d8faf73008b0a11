import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Decision } from '../why-text';
import { whyCommand } from './why';

const decided: Decision = {
  id: 'n1',
  alert: 'a1',
  check: { name: 'checkout-http' },
  channel: { name: 'ops-chat' },
  route: { name: 'shop' },
  decision: 'send',
  reason: 'first',
  silence: null,
  acknowledgedBy: null,
  dependency: null,
  rule: 'any-change',
  kind: 'change',
  status: 'firing',
  told: null,
  title: 'CRITICAL: checkout-http on web-1',
  reasons: [{ text: 'duration-seconds is 2.4, above 2' }],
  timestamp: '2026-11-23T12:00:00.000Z',
  outcome: 'delivered',
  lastAttempt: { attempts: 1, reason: 'none', detail: '', timestamp: '2026-11-23T12:00:01.000Z' },
};
const state = {
  check: { name: 'checkout-http' },
  target: { name: 'web-1' },
  state: 'CRITICAL',
  since: '2026-11-23T11:58:30.000Z',
  occurrences: 4,
  reasons: [{ text: 'duration-seconds is 2.4, above 2' }],
};
const withheld: Partial<Decision> = { decision: 'withhold', outcome: 'withheld', lastAttempt: null };
const down = { target: { name: 'core-sw1' }, check: { name: 'ping' }, state: 'MISSING_DATA' };

let asked: string[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  asked = [];
});

async function told(
  items: readonly Decision[],
  words: readonly string[] = [],
  status = 200,
): Promise<string> {
  jest.spyOn(globalThis, 'fetch').mockImplementation((url) => {
    const path = String(url).replace(/^.*\/api\/v1/, '');
    asked.push(path);
    const isState = path.startsWith('/states');
    return Promise.resolve(isState ? Response.json(state, { status }) : Response.json({ items }));
  });
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await whyCommand().parseAsync(words, { from: 'user' });
  return log.mock.calls.join('\n');
}

describe('panto why', () => {
  it.each<[string, Partial<Decision>, string]>([
    ['the first message', {}, 'the first of this problem (Route shop); delivered'],
    ['one by a deleted default Route', { route: null }, 'the first of this problem; delivered'],
    ['a repetition', { reason: 'repeated' }, 'the problem is still there; delivered'],
    ['a worse State', { reason: 'worsened', told: 'WARNING' }, 'it became worse; it had been told WARNING; delivered'], // prettier-ignore
    ['a resolution', { reason: 'resolved', status: 'resolved' }, 'the problem is over, and it had been told of it; delivered'], // prettier-ignore
    ['one that is waiting', { outcome: 'waiting', lastAttempt: null }, 'the first of this problem (Route shop); waiting'], // prettier-ignore
    ['one that expired', { outcome: 'expired', lastAttempt: { attempts: 3, reason: 'network', detail: 'ECONNREFUSED', timestamp: '' } }, 'the first of this problem (Route shop); expired after 3 attempts (network: ECONNREFUSED)'], // prettier-ignore
    ['nobody', { ...withheld, reason: 'noRoute', channel: null }, 'not sent: no Route takes it'],
    ['a Silence', { ...withheld, reason: 'silenced', silence: { name: 'db-moves' } }, 'not sent: the Silence db-moves takes it'], // prettier-ignore
    ['a dependency', { ...withheld, reason: 'dependency', dependency: down }, 'not sent: it depends on core-sw1, which is down (ping: MISSING_DATA)'], // prettier-ignore
    ['an acknowledgement', { ...withheld, reason: 'acknowledged', acknowledgedBy: 'jane' }, 'not sent: jane is working on it, and the Channel has been told'], // prettier-ignore
    ['one without a name', { ...withheld, reason: 'acknowledged', acknowledgedBy: '' }, 'not sent: somebody is working on it, and the Channel has been told'], // prettier-ignore
    ['a reason of a newer Server', { ...withheld, reason: 'toString' }, 'not sent: toString'],
  ])('explains in a sentence why there was, or was not, a message: %s', async (_, more, sentence) => {
    const channel = more.channel === null ? '-' : 'ops-chat';
    expect(await told([{ ...decided, ...more }])).toBe(
      [
        '2026-11-23T12:00:00.000Z  CRITICAL: checkout-http on web-1',
        '  - duration-seconds is 2.4, above 2',
        `  Alert of rule any-change: change, ${more.status ?? 'firing'}`,
        `  ${channel}  ${sentence}`,
      ].join('\n'),
    );
  });

  it('shows an Alert once, with all its Channels, and the present State of the Check', async () => {
    const other = { ...decided, id: 'n2', channel: { name: 'pager' } };
    const before = { ...decided, id: 'n3', alert: 'a0', timestamp: '2026-11-23T11:00:00.000Z' };
    const text = await told([other, decided, before], ['checkout-http', '--since', '6h']);
    expect(text.split('\n\n').map((block) => block.split('\n').length)).toEqual([2, 5, 4]);
    expect(text).toMatch(/^checkout-http on web-1 is CRITICAL since 2026-11-23T11:58:30\.000Z\n/);
    expect(text).toMatch(/\n {2}ops-chat {2}the first.*\n {2}pager {5}the first/);
    expect(asked).toEqual([expect.stringMatching(/^\/notifications\?since=.*&limit=100&check=checkout-http$/), '/states/checkout-http']); // prettier-ignore
  });

  it('says that there was nothing, and where to look', async () => {
    expect(await told([])).toMatch(/no Alert.*panto get check/);
    expect(await told([], ['--withheld'])).toContain('Nothing was withheld in this time.');
    expect(asked.at(-1)).toContain('withheld=true');
  });

  it('shows what is still known of a deleted Check', async () => {
    expect(await told([decided], ['0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d'], 404)).toMatch(/^2026-11-23T12/);
  });

  it('prints everything the Server returns as JSON', async () => {
    const more = { ...decided, of: 'a newer Server' };
    expect(JSON.parse(await told([more], ['-o', 'json']))).toEqual([more]);
  });

  it('does not let untrusted texts control the terminal', async () => {
    expect(await told([{ ...decided, title: 'a\u001b[2Jb' }])).toContain('a\\x1b[2Jb');
  });
});
