import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replay } from '@panto/decider';
import { isUuid, uuidV5, type Alert, type StateName } from '@panto/model';
import { notifyDecider, type NotifyInput } from './notify';
import type { Route } from './route';
import type { Surroundings } from './surroundings';

const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const mail = { id: '11111111-1111-4111-8111-111111111111', name: 'mail' };
const pager = { id: '22222222-2222-4222-8222-222222222222', name: 'pager' };
const nothing = { episodes: [] };
const start = Date.UTC(2026, 10, 23, 12);

const route = (name: string, channels: string[], more: Partial<Route> = {}): Route => ({
  id: `route-${name}`,
  name,
  match: {},
  channels,
  default: false,
  ...more,
});
const around = (routes: readonly Route[], more: Partial<Surroundings> = {}): Surroundings => ({
  check: { id: check, name: 'checkout-http', labels: { service: 'checkout' } },
  target: { id: 'target-1', name: 'web-1.example.com', labels: { team: 'shop', service: 'web' } },
  routes,
  channels: [mail, pager],
  ...more,
});
const toAll = around([route('all', ['mail'])]);

/** `rule/episode.sequence STATE`, resolved where the State is OK. */
function alert(told: string, more: Partial<Alert> = {}): Alert {
  const [, rule = '', name = '', sequence = '', state = ''] = /^(.*)\/(.*)\.(\d+) (.*)$/.exec(told) ?? [];
  const episode = uuidV5(check, name);
  return {
    id: uuidV5(episode, sequence),
    episode,
    sequence: Number(sequence),
    check,
    target: 'target-1',
    rule,
    kind: 'change',
    status: state === 'OK' ? 'resolved' : 'firing',
    state: state as StateName,
    timestamp: start + Number(sequence) * 60_000,
    arrival: start + Number(sequence) * 60_000,
    opened: start + 60_000,
    reasons: [],
    text: '',
    problemSince: null,
    cause: null,
    version: 1,
    ...more,
  };
}
const said = (inputs: readonly NotifyInput[]) =>
  replay(notifyDecider(), nothing, inputs).outputs.map((n) => {
    const channel = [mail, pager].find(({ id }) => id === n.channel)?.name ?? n.channel ?? 'nobody';
    return `${n.decision} ${channel}: ${n.reason}`;
  });
const tell = (alerts: readonly string[], surroundings = toAll) =>
  said(alerts.map((text) => ({ alert: alert(text), surroundings })));

describe('decisions about Alerts', () => {
  it.each([
    ['the first Alert of a problem', ['r/a.1 WARNING'], ['send mail: first']],
    [
      'the same State again, a worse one, a better one',
      ['r/a.1 WARNING', 'r/a.2 WARNING', 'r/a.3 CRITICAL', 'r/a.4 WARNING'],
      ['send mail: first', 'send mail: repeated', 'send mail: worsened', 'send mail: changed'],
    ],
    ['a problem and its end', ['r/a.1 WARNING', 'r/a.2 OK'], ['send mail: first', 'send mail: resolved']],
    ['an end of which nobody was told', ['r/a.2 OK'], ['withhold nobody: notTold']],
    ['one Alert twice', ['r/a.1 WARNING', 'r/a.1 WARNING'], ['send mail: first']],
    [
      'two rules, each with its episode',
      ['r/a.1 WARNING', 's/b.1 WARNING', 'r/a.2 OK', 's/b.2 OK'],
      ['send mail: first', 'send mail: first', 'send mail: resolved', 'send mail: resolved'],
    ],
    [
      'a second episode of a rule',
      ['r/a.1 WARNING', 'r/a.2 OK', 'r/b.1 WARNING'],
      ['send mail: first', 'send mail: resolved', 'send mail: first'],
    ],
  ])('%s', (_, alerts, wanted) => {
    expect(tell(alerts)).toEqual(wanted);
  });

  it.each([
    ['no Route at all', [], 'withhold nobody: noRoute'],
    [
      'a Route that does not take it',
      [route('a', ['mail'], { match: { rules: ['s'] } })],
      'withhold nobody: noRoute',
    ],
    [
      'a Route by a label of the Target',
      [route('a', ['mail'], { match: { labels: { team: 'shop' } } })],
      'send mail: first',
    ],
    [
      'a label that the Check has otherwise',
      [route('a', ['mail'], { match: { labels: { service: 'web' } } })],
      'withhold nobody: noRoute',
    ],
    [
      'a label that nothing has',
      [route('a', ['mail'], { match: { labels: { constructor: 'x' } } })],
      'withhold nobody: noRoute',
    ],
    [
      'Routes by State and kind',
      [route('a', ['mail'], { match: { states: ['WARNING'], kinds: ['change'] } })],
      'send mail: first',
    ],
    ['a Channel by its UUID', [route('a', [pager.id])], 'send pager: first'],
    ['a Channel that is not configured', [route('a', ['fax'])], 'withhold fax: noChannel'],
    [
      'the default Route, when no other takes it',
      [route('d', ['pager'], { default: true })],
      'send pager: first',
    ],
    [
      'the default Route, when another takes it',
      [route('d', ['pager'], { default: true }), route('a', ['mail'])],
      'send mail: first',
    ],
    ['two Routes to one Channel', [route('a', ['mail']), route('b', [mail.id])], 'send mail: first'],
  ])('%s', (_, routes, wanted) => {
    expect(tell(['r/a.1 WARNING'], around(routes))).toEqual([wanted]);
  });

  it('takes the Channels of all Routes that match, each once, in the order of the Routes', () => {
    const routes = [route('a', ['pager']), route('b', ['mail', 'pager'])];
    expect(tell(['r/a.1 WARNING'], around(routes))).toEqual(['send pager: first', 'send mail: first']);
  });

  it('tells an end to exactly those who were told of the problem, whatever the Routes say now', () => {
    const inputs = [
      { alert: alert('r/a.1 WARNING'), surroundings: around([route('w', ['mail'])]) },
      { alert: alert('r/a.2 CRITICAL'), surroundings: around([route('c', ['pager'])]) },
      { alert: alert('r/a.3 OK'), surroundings: around([]) },
    ];
    expect(said(inputs).slice(2)).toEqual(['send mail: resolved', 'send pager: resolved']);
  });

  it('records a Channel that was told and is gone', () => {
    const inputs = [
      { alert: alert('r/a.1 WARNING'), surroundings: toAll },
      { alert: alert('r/a.2 OK'), surroundings: around([], { channels: [] }) },
    ];
    expect(said(inputs)[1]).toBe('withhold mail: noChannel');
  });

  it('does not promise an end to those whose message was withheld', () => {
    const inputs = [
      { alert: alert('r/a.1 WARNING'), surroundings: around([]) },
      { alert: alert('r/a.2 OK'), surroundings: toAll },
    ];
    expect(said(inputs)).toEqual(['withhold nobody: noRoute', 'withhold nobody: notTold']);
  });

  it('is told by the names that the problem was told by, though the Check is gone', () => {
    const inputs = [
      { alert: alert('r/a.1 WARNING'), surroundings: toAll },
      {
        alert: alert('r/a.2 WARNING', { status: 'resolved' }),
        surroundings: { ...toAll, check: null, target: null },
      },
    ];
    const [problem, end] = replay(notifyDecider(), nothing, inputs).outputs;
    expect(end).toMatchObject({
      title: expect.stringMatching(/^CLOSED: checkout-http on web-1.example.com /),
      checkName: 'checkout-http',
      targetName: 'web-1.example.com',
      labels: problem?.labels,
    });
  });
});

const anyAlerts = fc
  .array(
    fc.record({
      episode: fc.constantFrom('a', 'b', 'c'),
      state: fc.constantFrom('OK', 'WARNING', 'CRITICAL'),
      routes: fc.subarray([route('m', ['mail']), route('p', ['pager'])]),
    }),
    { maxLength: 30 },
  )
  .map((steps) =>
    steps.map(({ episode, state, routes }, i) => ({
      alert: alert(`rule-${episode}/${episode}.${i + 1} ${state}`),
      surroundings: around(routes),
    })),
  );

describe('properties of the decisions', () => {
  it('every Alert gives a record, and every record an id of its own', () => {
    fc.assert(
      fc.property(anyAlerts, (inputs) => {
        const { outputs } = replay(notifyDecider(), nothing, inputs);
        const ids = new Set(outputs.map(({ id }) => id));
        expect(ids.size).toBe(outputs.length);
        expect([...ids].every(isUuid)).toBe(true);
        for (const input of inputs) expect(outputs.some((n) => n.alert === input.alert.id)).toBe(true);
      }),
    );
  });

  it('what is resolved was told, and to the same Channels', () => {
    fc.assert(
      fc.property(anyAlerts, (inputs) => {
        const open = new Map<string, Set<string | null>>();
        for (const n of replay(notifyDecider(), nothing, inputs).outputs) {
          const told = open.get(n.episode) ?? new Set();
          if (n.decision !== 'send') continue;
          if (n.status === 'firing') open.set(n.episode, told.add(n.channel));
          else expect(told.delete(n.channel)).toBe(true);
        }
      }),
    );
  });

  it('forgets closed episodes, and stays bounded when none is ever closed', () => {
    const closed = replay(notifyDecider(), nothing, [
      { alert: alert('r/a.1 WARNING'), surroundings: toAll },
      { alert: alert('r/a.2 OK'), surroundings: toAll },
    ]);
    expect(closed.memory).toEqual(nothing);
    const many = Array.from({ length: 300 }, (_, i) => ({
      alert: alert(`rule-${i}/${i}.1 WARNING`),
      surroundings: toAll,
    }));
    expect(replay(notifyDecider(), nothing, many).memory.episodes).toHaveLength(100);
  });
});
