import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { replay, step } from '@panto/decider';
import {
  compareSeverity,
  defaultSeverity,
  isUuid,
  uuidV5,
  type Alert,
  type Dependency,
  type Notification,
  type StateName,
} from '@panto/model';
import type { Acknowledgement } from './acknowledgement';
import type { NotifyMemory } from './memory';
import { notifyDecider, type AlertInput, type NotifyOutput } from './notify';
import { chooseChannels, type Route } from './route';
import type { Silence } from './silence';
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
  silences: [],
  acknowledgement: null,
  dependency: null,
  dependencyWait: 0,
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
const decisions = (outputs: readonly NotifyOutput[]) => outputs.filter((one) => 'decision' in one);
const tellAll = (inputs: readonly AlertInput[]) => {
  const { memory, outputs } = replay(notifyDecider(() => toAll), nothing, inputs); // prettier-ignore
  return { memory, outputs: decisions(outputs) };
};
const inWords = (n: Notification) => {
  const channel = [mail, pager].find(({ id }) => id === n.channel)?.name ?? n.channel ?? 'nobody';
  return `${n.decision} ${channel}: ${n.reason}`;
};
const said = (inputs: readonly AlertInput[]) => tellAll(inputs).outputs.map(inWords);
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
    [
      'a problem and its resolution',
      ['r/a.1 WARNING', 'r/a.2 OK'],
      ['send mail: first', 'send mail: resolved'],
    ],
    ['a resolution of a problem that nobody was told of', ['r/a.2 OK'], ['withhold nobody: notTold']],
    ['the same Alert twice', ['r/a.1 WARNING', 'r/a.1 WARNING'], ['send mail: first']],
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
      'a label that the Check overrides',
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

  it('tells of a resolution exactly those who were told of the problem, whatever the Routes say now', () => {
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

  it('promises no resolution to those whose message was withheld', () => {
    const inputs = [
      { alert: alert('r/a.1 WARNING'), surroundings: around([]) },
      { alert: alert('r/a.2 OK'), surroundings: toAll },
    ];
    expect(said(inputs)).toEqual(['withhold nobody: noRoute', 'withhold nobody: notTold']);
  });

  it('uses the same names as for the problem, even if the Check is gone', () => {
    const inputs = [
      { alert: alert('r/a.1 WARNING'), surroundings: toAll },
      {
        alert: alert('r/a.2 WARNING', { status: 'resolved' }),
        surroundings: { ...toAll, check: null, target: null },
      },
    ];
    const [problem, end] = tellAll(inputs).outputs;
    expect(end).toMatchObject({
      title: expect.stringMatching(/^CLOSED: checkout-http on web-1.example.com /),
      checkName: 'checkout-http',
      targetName: 'web-1.example.com',
      labels: problem?.labels,
    });
  });
});

const minute = 60_000;
const silence = (id: string, until: number, more: Partial<Silence> = {}): Silence => ({
  id,
  match: {},
  from: null,
  until: start + until * minute,
  repeat: null,
  ...more,
});

const down = (target: string): Dependency => ({
  target,
  targetName: `${target}.example.com`,
  check: `ping-${target}`,
  checkName: 'ping',
  state: 'CRITICAL',
});

/** What happens at a minute: the Silences may change, an Alert may come. */
interface Moment {
  readonly minute: number;
  readonly silences?: readonly Silence[];
  /** Null: it is withdrawn. */
  readonly acknowledgement?: Partial<Acknowledgement> | null;
  /** The dependency of the Target that is down; null: none any more. */
  readonly dependency?: Dependency | null;
  /** How long to wait for that, in minutes. */
  readonly wait?: number;
  readonly alert?: Alert;
  readonly routes?: readonly Route[];
}

const acknowledged: Acknowledgement = { since: 0, until: null, episodes: [], sticky: false, author: 'jane' };

/** As a partition does it: whatever is due before a moment is told first, at its own time. */
function live(moments: readonly Moment[], channels: Surroundings['channels'] = [mail, pager]) {
  let surroundings = around([route('all', ['mail'])], { channels });
  const decider = notifyDecider(() => surroundings);
  let memory: NotifyMemory = nothing;
  const outputs: NotifyOutput[] = [];
  const tell = (input: Parameters<typeof decider.decide>[0]) => {
    const next = step(decider, memory, input);
    memory = next.memory;
    outputs.push(...next.outputs);
  };
  const dueBy = (time: number) => {
    const due = decider.dueAt?.(memory) ?? Infinity;
    return due <= time ? due : undefined;
  };
  for (const {
    minute: at,
    silences = surroundings.silences,
    routes = surroundings.routes,
    acknowledgement: wish,
    dependency = surroundings.dependency,
    wait = surroundings.dependencyWait / minute,
    alert: one,
  } of moments) {
    const now = start + at * minute;
    for (let due = dueBy(now); due !== undefined; due = dueBy(now)) tell(decider.tick!(due));
    const acknowledgement = wish === undefined ? surroundings.acknowledgement : wish && { ...acknowledged, since: now, ...wish }; // prettier-ignore
    surroundings = {
      ...surroundings,
      silences,
      routes,
      acknowledgement,
      dependency,
      dependencyWait: wait * minute,
    };
    if (one !== undefined) tell({ alert: { ...one, arrival: now }, surroundings });
  }
  return { memory, outputs: decisions(outputs) };
}
const lived = (moments: readonly Moment[], channels?: Surroundings['channels']) =>
  live(moments, channels).outputs.map((n) => `${(n.arrival - start) / minute} ${inWords(n)}`);
const tonight = [silence('tonight', 10.5)];
/** The story begins on a Monday at noon. */
const mondays: Silence['repeat'] = { days: ['mon'], from: 12 * 60, to: 12 * 60 + 10, timezone: 'UTC' };

describe('a Silence', () => {
  it.each([
    [
      'withholds a problem; its resolution goes to those who were told: nobody',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, alert: alert('r/a.2 OK') },
      ],
      ['1 withhold mail: silenced', '2 withhold nobody: notTold'],
    ],
    [
      'that begins after a problem was told lets its resolution through',
      [
        { minute: 1, silences: [], alert: alert('r/a.1 CRITICAL') },
        { minute: 2, silences: tonight, alert: alert('r/a.2 OK') },
      ],
      ['1 send mail: first', '2 send mail: resolved'],
    ],
    [
      'also withholds repetitions; Channels that know the State are not told at its end',
      [
        { minute: 1, silences: [], alert: alert('r/a.1 CRITICAL') },
        { minute: 2, silences: tonight, alert: alert('r/a.2 CRITICAL') },
        { minute: 20 },
      ],
      ['1 send mail: first', '2 withhold mail: silenced'],
    ],
    [
      'that ends tells what it withheld at that very moment',
      [{ minute: 1, alert: alert('r/a.1 CRITICAL') }, { minute: 20 }],
      ['1 withhold mail: silenced', '10.5 send mail: silenceEnded'],
    ],
    [
      'that ends within a minute of the Alert does so, too',
      [{ minute: 10, alert: alert('r/a.1 CRITICAL') }, { minute: 20 }],
      ['10 withhold mail: silenced', '10.5 send mail: silenceEnded'],
    ],
    [
      'that ends tells the newest Alert',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, alert: alert('r/a.2 WARNING') },
        { minute: 20, alert: alert('r/a.3 OK') },
      ],
      [
        '1 withhold mail: silenced',
        '2 withhold mail: silenced',
        '10.5 send mail: silenceEnded',
        '20 send mail: resolved',
      ],
    ],
    [
      'that ends tells those who know a different State',
      [
        { minute: 1, silences: [], alert: alert('r/a.1 WARNING') },
        { minute: 2, silences: tonight, alert: alert('r/a.2 CRITICAL') },
        { minute: 20 },
      ],
      ['1 send mail: first', '2 withhold mail: silenced', '10.5 send mail: silenceEnded'],
    ],
    [
      'that is deleted is over at the next check, within a minute',
      [{ minute: 1, alert: alert('r/a.1 CRITICAL') }, { minute: 4.5, silences: [] }, { minute: 20 }],
      ['1 withhold mail: silenced', '5 send mail: silenceEnded'],
    ],
    [
      'that is deleted is over for the next Alert at once',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 1.5, silences: [], alert: alert('r/a.2 CRITICAL') },
        { minute: 20 },
      ],
      ['1 withhold mail: silenced', '1.5 send mail: first'],
    ],
    [
      'that is prolonged continues, to the millisecond',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 4, silences: [silence('tonight', 30.25)] },
        { minute: 60 },
      ],
      ['1 withhold mail: silenced', '30.25 send mail: silenceEnded'],
    ],
    [
      'that ends while another continues changes nothing',
      [
        { minute: 1, silences: [...tonight, silence('other', 20)], alert: alert('r/a.1 CRITICAL') },
        { minute: 60 },
      ],
      ['1 withhold mail: silenced', '20 send mail: silenceEnded'],
    ],
    [
      'withholds nothing that no Channel would have been told',
      [{ minute: 1, routes: [], alert: alert('r/a.1 CRITICAL') }, { minute: 20 }],
      ['1 withhold nobody: noRoute'],
    ],
    [
      'that is over, or has not begun, has no effect',
      [
        {
          minute: 1,
          silences: [silence('s', 1), silence('t', 9, { from: start + minute + 1 })],
          alert: alert('r/a.1 CRITICAL'),
        },
      ],
      ['1 send mail: first'],
    ],
    [
      'follows the clock of arrivals: a problem from its hours that arrives after them is told',
      [{ minute: 12, alert: alert('r/a.1 CRITICAL') }],
      ['12 send mail: first'],
    ],
    [
      'that repeats withholds in its hours, and ends with them, to the millisecond',
      [
        { minute: 1, silences: [silence('s', 0, { repeat: mondays })], alert: alert('r/a.1 CRITICAL') },
        { minute: 9.5, alert: alert('r/a.2 WARNING') },
        { minute: 20 },
      ],
      ['1 withhold mail: silenced', '9.5 withhold mail: silenced', '10 send mail: silenceEnded'],
    ],
    [
      'that repeats has no effect between its hours, and takes effect when they recur',
      [
        { minute: 11, silences: [silence('s', 0, { repeat: mondays })], alert: alert('r/a.1 CRITICAL') },
        { minute: 12, alert: alert('r/a.2 OK') },
        { minute: 7 * 24 * 60 + 1, alert: alert('r/b.1 CRITICAL') },
      ],
      ['11 send mail: first', '12 send mail: resolved', '10081 withhold mail: silenced'],
    ],
    [
      'that repeats is named if it ends last',
      [
        {
          minute: 1,
          silences: [silence('s', 9), silence('t', 0, { repeat: mondays })],
          alert: alert('r/a.1 CRITICAL'),
        },
        { minute: 20 },
      ],
      ['1 withhold mail: silenced', '10 send mail: silenceEnded'],
    ],
    [
      'begins and ends to the millisecond',
      [
        { minute: 1, silences: [silence('s', 2, { from: start + minute })], alert: alert('r/a.1 CRITICAL') },
        { minute: 2, alert: alert('r/a.2 CRITICAL') },
      ],
      ['1 withhold mail: silenced', '2 send mail: silenceEnded', '2 send mail: repeated'],
    ],
  ])('%s', (_, moments, wanted) => {
    // prettier-ignore
    expect(lived([{ minute: 0, silences: tonight }, ...moments])).toEqual(wanted);
  });

  it.each<[string, Silence['match'], boolean]>([
    ['a Target', { targets: ['target-1'] }, true],
    ['another Target', { targets: ['target-2'] }, false],
    ['a Check', { checks: [check] }, true],
    ['a Check of another Target', { checks: [check], targets: ['target-2'] }, false],
    ['a label of the Check', { labels: { service: 'checkout' } }, true],
    ['a label of the Target', { labels: { team: 'shop' } }, true],
    ['another label', { labels: { team: 'web' } }, false],
    ['a rule and a State', { rules: ['r'], states: ['CRITICAL'] }, true],
    ['another State', { rules: ['r'], states: ['WARNING'] }, false],
    ['another kind', { kinds: ['flap'] }, false],
  ])('of %s', (_, match, takes) => {
    const moments = [{ minute: 1, silences: [silence('s', 9, { match })], alert: alert('r/a.1 CRITICAL') }];
    expect(lived(moments)).toEqual([takes ? '1 withhold mail: silenced' : '1 send mail: first']);
  });

  it('is named in what it withheld and in what is told at its end: one episode, two send ids', () => {
    const moments = [{ minute: 1, silences: [silence('b', 9), silence('a', 9), silence('c', 8)], alert: alert('r/a.1 CRITICAL') }, { minute: 20 }]; // prettier-ignore
    const [held, told] = live(moments).outputs;
    expect([held?.silence, told?.silence]).toEqual(['a', 'a']);
    expect(told).toMatchObject({
      episode: held?.episode,
      alert: held?.alert,
      title: held?.title,
      told: null,
    });
    expect(told?.text).toBe(`${held?.text}\nSilenced until: 2026-11-23 12:09:00 UTC`);
    expect(told?.id).not.toBe(held?.id);
    expect(live(moments).outputs[1]?.id).toBe(told?.id);
  });

  it('that ends tells the newest Alert to those who would have been told of that one', () => {
    const moments = [
      { minute: 1, silences: tonight, routes: [route('a', ['mail', 'pager'])], alert: alert('r/a.1 CRITICAL') }, // prettier-ignore
      { minute: 2, routes: [route('a', ['pager'])], alert: alert('r/a.2 WARNING') },
      { minute: 20 },
    ];
    const told = live(moments).outputs.filter(({ decision }) => decision === 'send');
    expect(told.map((n) => `${inWords(n)} ${n.state} ${n.sequence}`)).toEqual(['send pager: silenceEnded WARNING 2']); // prettier-ignore
  });

  it('over a Check that is gone uses the labels that it had', () => {
    const silences = [silence('s', 9, { match: { labels: { service: 'checkout' } } })];
    const gone = { ...toAll, check: null, target: null };
    const decider = notifyDecider(() => ({ ...gone, silences }));
    const held = replay(decider, nothing, [{ alert: alert('r/a.1 CRITICAL'), surroundings: { ...toAll, silences } }]); // prettier-ignore
    expect(decisions(step(decider, held.memory, decider.tick!(decider.dueAt!(held.memory)!)).outputs)).toEqual([]); // prettier-ignore
  });

  it('that ends when the Channel is gone says so, and withholds nothing any more', () => {
    const moments = [{ minute: 1, silences: tonight, alert: alert('r/a.1 CRITICAL') }, { minute: 20 }];
    const decider = notifyDecider(() => around([], { channels: [] }));
    const held = live(moments.slice(0, 1)).memory;
    const { outputs, memory } = step(decider, held, decider.tick!(decider.dueAt!(held)!));
    expect(decisions(outputs).map(inWords)).toEqual(['withhold mail: noChannel']);
    expect(decider.dueAt!(memory)).toBeUndefined();
  });
});

describe('an acknowledgement', () => {
  const mailAndPager = [route('all', ['mail']), route('bad', ['pager'], { match: { states: ['CRITICAL'] } })];
  const episodeOf = (name: string) => uuidV5(check, name);
  const sticky = { acknowledgement: { sticky: true } };
  it.each<[string, readonly Moment[], readonly string[]]>([
    [
      'withholds repetitions; the resolution goes to those who were told',
      [
        { minute: 2, acknowledgement: {}, alert: alert('r/a.2 WARNING') },
        { minute: 3, alert: alert('r/a.3 WARNING') },
        { minute: 4, alert: alert('r/a.4 OK') },
      ],
      ['2 withhold mail: acknowledged', '3 withhold mail: acknowledged', '4 send mail: resolved'],
    ],
    [
      'lets worse States through, and from then on withholds what is not worse than that',
      [
        { minute: 2, acknowledgement: {}, alert: alert('r/a.2 CRITICAL') },
        { minute: 3, alert: alert('r/a.3 CRITICAL') },
        { minute: 4, alert: alert('r/a.4 WARNING') },
      ],
      ['2 send mail: worsened', '3 withhold mail: acknowledged', '4 withhold mail: acknowledged'],
    ],
    [
      'that is sticky also withholds worse States, and tells them when it is withdrawn, within a minute',
      [
        { minute: 2, ...sticky, alert: alert('r/a.2 CRITICAL') },
        { minute: 4.5, acknowledgement: null },
        { minute: 20, alert: alert('r/a.3 OK') },
      ],
      ['2 withhold mail: acknowledged', '5 send mail: acknowledgementEnded', '20 send mail: resolved'],
    ],
    [
      'lets a Channel hear of a problem it has not heard of yet, unless it is sticky',
      [
        { minute: 2, acknowledgement: {}, routes: mailAndPager, alert: alert('r/a.2 CRITICAL') },
        { minute: 3, ...sticky, routes: [route('new', ['pager', 'mail'])], alert: alert('r/a.3 ERROR') },
        { minute: 4, acknowledgement: {}, routes: [route('new', ['pager'])], alert: alert('r/a.4 WARNING') },
      ],
      [
        '2 send mail: worsened',
        '2 send pager: first',
        '3 withhold pager: acknowledged',
        '3 withhold mail: acknowledged',
        '4 withhold pager: acknowledged',
      ],
    ],
    [
      'that ends tells nothing to those who know the State; the next repetition comes as usual',
      [
        { minute: 2, acknowledgement: { until: start + 5 * minute }, alert: alert('r/a.2 WARNING') },
        { minute: 20, alert: alert('r/a.3 WARNING') },
      ],
      ['2 withhold mail: acknowledged', '20 send mail: repeated'],
    ],
    [
      'that ends tells, at that very moment, those who know a different State',
      [
        { minute: 2, alert: alert('r/a.2 CRITICAL') },
        { minute: 3, acknowledgement: { until: start + 5.25 * minute }, alert: alert('r/a.3 WARNING') },
        { minute: 20 },
      ],
      ['2 send mail: worsened', '3 withhold mail: acknowledged', '5.25 send mail: acknowledgementEnded'],
    ],
    [
      'that is over by then has no effect',
      [{ minute: 2, acknowledgement: { until: start + 2 * minute }, alert: alert('r/a.2 WARNING') }],
      ['2 send mail: repeated'],
    ],
    [
      'ends with the episode',
      [
        { minute: 2, ...sticky, alert: alert('r/a.2 OK') },
        { minute: 3, alert: alert('r/b.1 WARNING') },
      ],
      ['2 send mail: resolved', '3 send mail: first'],
    ],
    [
      'covers the problem: the episodes that had begun, and those of other rules that begin while one of them is open',
      [
        { minute: 2, acknowledgement: {} },
        { minute: 3, alert: alert('s/b.1 WARNING') },
        { minute: 4, alert: alert('t/c.1 CRITICAL') },
        { minute: 5, alert: alert('s/b.2 CRITICAL') },
        { minute: 6, alert: alert('r/a.2 OK') },
        { minute: 6, alert: alert('s/b.3 OK') },
        { minute: 6, alert: alert('t/c.2 OK') },
        { minute: 9, alert: alert('s/d.1 WARNING') },
      ],
      [
        '3 withhold mail: acknowledged',
        '4 send mail: first',
        '5 withhold mail: acknowledged',
        '6 send mail: resolved',
        '6 withhold nobody: notTold',
        '6 send mail: resolved',
        '9 send mail: first',
      ],
    ],
    [
      'that ends leads to what another rule said meanwhile being told',
      [
        { minute: 2, acknowledgement: { until: start + 5 * minute } },
        { minute: 3, alert: alert('s/b.1 WARNING') },
        { minute: 20, alert: alert('s/b.2 OK') },
      ],
      ['3 withhold mail: acknowledged', '5 send mail: acknowledgementEnded', '20 send mail: resolved'],
    ],
    [
      'of one episode does not affect the others',
      [
        { minute: 2, alert: alert('s/b.1 WARNING') },
        { minute: 3, acknowledgement: { episodes: [episodeOf('b')] }, alert: alert('r/a.2 WARNING') },
        { minute: 4, alert: alert('s/b.2 WARNING') },
      ],
      ['2 send mail: first', '3 send mail: repeated', '4 withhold mail: acknowledged'],
    ],
    [
      'keeps withholding what is not news if a Silence before it ends',
      [
        { minute: 2, alert: alert('r/a.2 CRITICAL') },
        { minute: 3, silences: tonight, alert: alert('r/a.3 WARNING') },
        { minute: 4, acknowledgement: { until: start + 30.75 * minute } },
        { minute: 60 },
      ],
      ['2 send mail: worsened', '3 withhold mail: silenced', '30.75 send mail: silenceEnded'],
    ],
    [
      'does not keep a worse State from being told when a Silence ends',
      [{ minute: 3, acknowledgement: {}, silences: tonight, alert: alert('r/a.3 CRITICAL') }, { minute: 60 }],
      ['3 withhold mail: silenced', '10.5 send mail: silenceEnded'],
    ],
    [
      'that ends under a Silence tells nothing before that ends, too',
      [
        { minute: 2, ...sticky, alert: alert('r/a.2 CRITICAL') },
        { minute: 3, silences: tonight, acknowledgement: null },
        { minute: 60 },
      ],
      ['2 withhold mail: acknowledged', '10.5 send mail: acknowledgementEnded'],
    ],
    [
      'does not change anything if nobody would be told',
      [{ minute: 2, ...sticky, routes: [], alert: alert('r/a.2 CRITICAL') }],
      ['2 withhold nobody: noRoute'],
    ],
  ])('%s', (_, moments, wanted) => {
    const first = { minute: 1, alert: alert('r/a.1 WARNING') };
    expect(lived([first, ...moments])).toEqual(['1 send mail: first', ...wanted]);
  });

  it('is named in what it withheld, and in what is told at its end', () => {
    const moments = [
      { minute: 1, alert: alert('r/a.1 WARNING') },
      { minute: 2, acknowledgement: { sticky: true, until: start + 9 * minute }, alert: alert('r/a.2 CRITICAL') },
      { minute: 20 },
    ]; // prettier-ignore
    const [first, held, told] = live(moments).outputs;
    expect([first, held, told].map((n) => n?.acknowledgedBy)).toEqual([null, 'jane', 'jane']);
    expect(told?.text).toBe(`${held?.text}\nAcknowledged until: 2026-11-23 12:09:00 UTC`);
    expect(told?.id).not.toBe(held?.id);
  });

  it('also covers an episode remembered from before acknowledgements existed', () => {
    const { memory } = live([{ minute: 1, alert: alert('r/a.1 WARNING') }]);
    const open = memory.episodes[0]!;
    const { began, ...old } = open;
    expect(began).toBe(start + minute);
    const surroundings = { ...toAll, acknowledgement: { ...acknowledged, since: start } };
    const decide = (one: NotifyMemory['episodes'][number]) =>
      replay(notifyDecider(() => surroundings), { episodes: [one] }, [{ alert: alert('r/a.2 WARNING'), surroundings }]); // prettier-ignore
    expect(decisions(decide(old).outputs).map(inWords)).toEqual(['withhold mail: acknowledged']);
    expect(decisions(decide(open).outputs).map(inWords)).toEqual(['send mail: repeated']);
  });
});

describe('a dependency', () => {
  const core = { dependency: down('core') };
  const well = { dependency: null };
  const sticky = { acknowledgement: { sticky: true } };
  it.each<[string, readonly Moment[], readonly string[]]>([
    [
      'that is down withholds a problem; its resolution goes to those who were told: nobody',
      [
        { minute: 1, ...core, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, alert: alert('r/a.2 OK') },
      ],
      ['1 withhold mail: dependency', '2 withhold nobody: notTold'],
    ],
    [
      'that goes down after a problem was told lets its resolution through',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, ...core, alert: alert('r/a.2 OK') },
      ],
      ['1 send mail: first', '2 send mail: resolved'],
    ],
    [
      'that recovers leads to what is still a problem being told, within a minute',
      [{ minute: 1, ...core, alert: alert('r/a.1 CRITICAL') }, { minute: 4.5, ...well }, { minute: 20 }],
      ['1 withhold mail: dependency', '5 send mail: dependencyEnded'],
    ],
    [
      'that recovers, with its dependant recovering within that minute: nothing is said',
      [
        { minute: 1, ...core, alert: alert('r/a.1 CRITICAL') },
        { minute: 4.5, ...well },
        { minute: 4.9, alert: alert('r/a.2 OK') },
        { minute: 20 },
      ],
      ['1 withhold mail: dependency', '4.9 withhold nobody: notTold'],
    ],
    [
      'that has recovered is over for the next Alert at once',
      [
        { minute: 1, ...core, alert: alert('r/a.1 CRITICAL') },
        { minute: 1.5, ...well, alert: alert('r/a.2 CRITICAL') },
        { minute: 20 },
      ],
      ['1 withhold mail: dependency', '1.5 send mail: first'],
    ],
    [
      'also withholds repetitions; Channels that know the State are not told at its end',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, ...core, alert: alert('r/a.2 CRITICAL') },
        { minute: 3, ...well },
        { minute: 20 },
      ],
      ['1 send mail: first', '2 withhold mail: dependency'],
    ],
    [
      'under which a problem becomes worse leads to its newest Alert being told, once',
      [
        { minute: 1, ...core, alert: alert('r/a.1 WARNING') },
        { minute: 2, alert: alert('r/a.2 CRITICAL') },
        { minute: 4.5, ...well },
        { minute: 20, alert: alert('r/a.3 OK') },
      ],
      [
        '1 withhold mail: dependency',
        '2 withhold mail: dependency',
        '5 send mail: dependencyEnded',
        '20 send mail: resolved',
      ],
    ],
    [
      'that recovers while another is down changes nothing',
      [
        { minute: 1, ...core, alert: alert('r/a.1 CRITICAL') },
        { minute: 4, dependency: down('rack') },
        { minute: 9.5, ...well },
        { minute: 20 },
      ],
      ['1 withhold mail: dependency', '10 send mail: dependencyEnded'],
    ],
    [
      'withholds nothing that no Channel would have been told',
      [
        { minute: 1, ...core, routes: [], alert: alert('r/a.1 CRITICAL') },
        { minute: 3, ...well },
        { minute: 20 },
      ],
      ['1 withhold nobody: noRoute'],
    ],
    [
      'comes after a Silence: what both withhold is silenced',
      [{ minute: 1, ...core, silences: tonight, alert: alert('r/a.1 CRITICAL') }],
      ['1 withhold mail: silenced'],
    ],
    [
      'keeps withholding what a Silence that ends withheld',
      [
        { minute: 1, ...core, silences: tonight, alert: alert('r/a.1 CRITICAL') },
        { minute: 15, ...well },
        { minute: 20 },
      ],
      ['1 withhold mail: silenced', '15.5 send mail: silenceEnded'],
    ],
    [
      'that recovers under a Silence leaves the telling to the end of the Silence',
      [
        { minute: 1, ...core, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, ...well, silences: tonight },
        { minute: 20 },
      ],
      ['1 withhold mail: dependency', '10.5 send mail: dependencyEnded'],
    ],
    [
      'comes before an acknowledgement: what both withhold has the dependency as its reason',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, ...core, acknowledgement: {}, alert: alert('r/a.2 WARNING') },
      ],
      ['1 send mail: first', '2 withhold mail: dependency'],
    ],
    [
      'that recovers under an acknowledgement: what is not news stays withheld',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, ...core, alert: alert('r/a.2 WARNING') },
        { minute: 4, ...well, acknowledgement: { until: start + 30.75 * minute } },
        { minute: 60 },
      ],
      ['1 send mail: first', '2 withhold mail: dependency', '30.75 send mail: dependencyEnded'],
    ],
    [
      'that recovers under an acknowledgement: Channels that never heard of the problem are told, unless it is sticky',
      [
        { minute: 1, ...core, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, ...sticky },
        { minute: 3, ...well },
        { minute: 8.5, acknowledgement: {} },
        { minute: 20 },
      ],
      ['1 withhold mail: dependency', '9 send mail: dependencyEnded'],
    ],
    [
      'that goes down while an acknowledgement withholds something keeps it withheld at the end of that',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, acknowledgement: {}, alert: alert('r/a.2 WARNING') },
        { minute: 3, ...core, acknowledgement: null },
        { minute: 8.5, ...well },
        { minute: 20 },
      ],
      ['1 send mail: first', '2 withhold mail: acknowledged', '9 send mail: acknowledgementEnded'],
    ],
  ])('%s', (_, moments, wanted) => {
    expect(lived(moments)).toEqual(wanted);
  });

  it('is named in what it withheld, and in what is told when it recovers', () => {
    const moments = [{ minute: 1, ...core, alert: alert('r/a.1 CRITICAL') }, { minute: 4.5, ...well }, { minute: 20 }]; // prettier-ignore
    const [held, told] = live(moments).outputs;
    expect([held?.dependency, told?.dependency]).toEqual([down('core'), down('core')]);
    expect(told).toMatchObject({
      episode: held?.episode,
      alert: held?.alert,
      title: held?.title,
      told: null,
    });
    expect(told?.text).toBe(`${held?.text}\nWithheld until: 2026-11-23 12:05:00 UTC, because core.example.com was down`); // prettier-ignore
    expect(told?.id).not.toBe(held?.id);
  });
});

describe('waiting for a dependency', () => {
  const core = { dependency: down('core') };
  const mailAndPager = [route('all', ['mail']), route('bad', ['pager'], { match: { states: ['CRITICAL'] } })];
  it.each<[string, readonly Moment[], readonly string[]]>([
    [
      'tells a problem unchanged if nothing is down when the time is over',
      [{ minute: 1, alert: alert('r/a.1 CRITICAL') }, { minute: 9 }],
      ['1 withhold mail: dependencyAwaited', '1.5 send mail: first'],
    ],
    [
      'withholds it if its dependency turned out to be down; it is told when that recovers',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 1.25, ...core },
        { minute: 4.75, dependency: null },
        { minute: 9 },
      ],
      [
        '1 withhold mail: dependencyAwaited',
        '1.5 withhold mail: dependency',
        '5.5 send mail: dependencyEnded',
      ],
    ],
    [
      'does not wait if something is known to be down',
      [{ minute: 1, ...core, alert: alert('r/a.1 CRITICAL') }],
      ['1 withhold mail: dependency'],
    ],
    [
      'says nothing about a problem that is over by then',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 1.25, alert: alert('r/a.2 OK') },
        { minute: 9 },
      ],
      ['1 withhold mail: dependencyAwaited', '1.25 withhold nobody: notTold'],
    ],
    [
      'is not extended by Alerts that come meanwhile, and tells the newest',
      [
        { minute: 1, alert: alert('r/a.1 WARNING') },
        { minute: 1.2, alert: alert('r/a.2 WARNING') },
        { minute: 1.4, alert: alert('r/a.3 CRITICAL') },
        { minute: 9 },
      ],
      [
        '1 withhold mail: dependencyAwaited',
        '1.2 withhold mail: dependencyAwaited',
        '1.4 withhold mail: dependencyAwaited',
        '1.5 send mail: first',
      ],
    ],
    [
      'does not delay what a Channel already knows: repetitions come at once',
      [
        { minute: 1, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, alert: alert('r/a.2 CRITICAL') },
      ],
      ['1 withhold mail: dependencyAwaited', '1.5 send mail: first', '2 send mail: repeated'],
    ],
    [
      'also applies to worse States',
      [
        { minute: 1, alert: alert('r/a.1 WARNING') },
        { minute: 2, alert: alert('r/a.2 CRITICAL') },
        { minute: 2.25, ...core },
        { minute: 9 },
      ],
      [
        '1 withhold mail: dependencyAwaited',
        '1.5 send mail: first',
        '2 withhold mail: dependencyAwaited',
        '2.5 withhold mail: dependency',
      ],
    ],
    [
      'never applies to a resolution',
      [
        { minute: 1, alert: alert('r/a.1 WARNING') },
        { minute: 2, alert: alert('r/a.2 OK') },
      ],
      ['1 withhold mail: dependencyAwaited', '1.5 send mail: first', '2 send mail: resolved'],
    ],
    [
      'may be longer than a minute',
      [{ minute: 1, wait: 3.25, alert: alert('r/a.1 CRITICAL') }, { minute: 9 }],
      ['1 withhold mail: dependencyAwaited', '4.25 send mail: first'],
    ],
    [
      'is over for the next Alert if there is nothing to wait for any more',
      [
        { minute: 1, wait: 3, alert: alert('r/a.1 CRITICAL') },
        { minute: 2, wait: 0, alert: alert('r/a.2 CRITICAL') },
        { minute: 9 },
      ],
      ['1 withhold mail: dependencyAwaited', '2 send mail: first'],
    ],
    [
      'comes after a Silence, and respects one that has begun meanwhile',
      [{ minute: 1, alert: alert('r/a.1 CRITICAL') }, { minute: 1.25, silences: tonight }, { minute: 20 }],
      ['1 withhold mail: dependencyAwaited', '1.5 withhold mail: silenced', '10.5 send mail: silenceEnded'],
    ],
    [
      'comes before an acknowledgement, which then withholds what is not news, for each Channel by what it knows',
      [
        { minute: 1, wait: 0, alert: alert('r/a.1 ERROR') },
        { minute: 2, wait: 0.5, acknowledgement: {}, routes: mailAndPager, alert: alert('r/a.2 CRITICAL') },
        { minute: 3, alert: alert('r/a.3 WARNING') },
        { minute: 8.25, acknowledgement: null },
        { minute: 20 },
      ],
      [
        '1 send mail: first',
        '2 withhold mail: dependencyAwaited',
        '2 withhold pager: dependencyAwaited',
        '2.5 send mail: worsened',
        '2.5 send pager: first',
        '3 withhold mail: dependencyAwaited',
        '3.5 withhold mail: acknowledged',
        '8.5 send mail: acknowledgementEnded',
      ],
    ],
  ])('%s', (_, moments, wanted) => {
    expect(lived([{ minute: 0, wait: 0.5 }, ...moments])).toEqual(wanted);
  });

  it('leaves no trace in the message, which has its own send id', () => {
    const [held, told] = live([
      { minute: 1, wait: 1, alert: alert('r/a.1 CRITICAL') },
      { minute: 9 },
    ]).outputs;
    expect(told).toEqual({
      ...held,
      id: told?.id,
      decision: 'send',
      reason: 'first',
      arrival: start + 2 * minute,
    });
    expect(told?.id).not.toBe(held?.id);
  });

  it('that ends when the Channel is gone says so, and withholds nothing any more', () => {
    const { memory } = live([{ minute: 1, wait: 1, alert: alert('r/a.1 CRITICAL') }]);
    const decider = notifyDecider(() => around([], { channels: [] }));
    const { outputs, memory: after } = step(decider, memory, decider.tick!(decider.dueAt!(memory)!));
    expect(decisions(outputs).map(inWords)).toEqual(['withhold mail: noChannel']);
    expect(decider.dueAt!(after)).toBeUndefined();
  });
});

const anySilence = fc.record({
  id: fc.constantFrom('a', 'b'),
  from: fc.option(
    fc.integer({ min: 0, max: 30 }).map((n) => start + n * minute),
    { freq: 1 },
  ),
  until: fc.integer({ min: 0, max: 6_000 }).map((n) => start + n * 600),
  repeat: fc.option(fc.constant(mondays), { freq: 4 }),
  match: fc.constantFrom<Silence['match']>({}, { rules: ['r'] }, { states: ['CRITICAL'] }, { rules: ['s'] }),
});
const anyAcknowledgement = fc.record({
  since: fc.integer({ min: 0, max: 60 }).map((n) => start + n * minute),
  until: fc.option(fc.integer({ min: 0, max: 6_000 }).map((n) => start + n * 600)),
  sticky: fc.boolean(),
  episodes: fc.subarray(['0', '1', '2'].map((name) => uuidV5(check, name)), { minLength: 0 }), // prettier-ignore
});
/** The life of one rule: its problems, its Routes, its Silences and acknowledgements, and the times in between. */
const anyMoments = fc
  .array(
    fc.record({
      after: fc.integer({ min: 1, max: 400 }).map((n) => n / 100),
      state: fc.constantFrom('OK', 'WARNING', 'CRITICAL', 'nothing'),
      routes: fc.subarray([route('m', ['mail']), route('p', ['pager', 'fax'])]),
      silences: fc.option(fc.array(anySilence, { maxLength: 2 }), { freq: 2 }),
      acknowledgement: fc.option(fc.option(anyAcknowledgement), { freq: 2, nil: undefined }),
      dependency: fc.option(fc.option(fc.constant(down('core'))), { freq: 2, nil: undefined }),
      wait: fc.option(fc.constantFrom(0, 0.5, 1.5), { freq: 2, nil: undefined }),
    }),
    { maxLength: 20 },
  )
  .map((steps) => {
    let at = 0;
    let episode = 0;
    return steps.map(({ after, state, routes, silences, acknowledgement, dependency, wait }, i): Moment => {
      at += after;
      const one = state === 'nothing' ? {} : { alert: alert(`r/${episode}.${i + 1} ${state}`) };
      if (state === 'OK') episode += 1;
      return {
        minute: at,
        routes,
        ...(silences !== null && { silences }),
        ...(acknowledgement !== undefined && { acknowledgement }),
        ...(dependency !== undefined && { dependency }),
        ...(wait !== undefined && { wait }),
        ...one,
      };
    });
  });

const runs = Number(process.env.PANTO_FUZZ_RUNS ?? 500);
describe('properties of Silences, dependencies and acknowledgements', () => {
  it('a Channel chosen for an open problem knows its State when nothing withholds it, and each message has its own id', () => {
    fc.assert(
      fc.property(anyMoments, (moments) => {
        const end = { minute: (moments.at(-1)?.minute ?? 0) + 1, silences: [], acknowledgement: null, dependency: null }; // prettier-ignore
        const { memory, outputs } = live([...moments, end, { minute: end.minute + 2 }]);
        const known = new Map<string, StateName>();
        for (const n of outputs) if (n.decision === 'send') known.set(`${n.episode} ${n.channel}`, n.state);
        const newest = moments.filter((one) => one.alert !== undefined).at(-1);
        if (newest?.alert?.status === 'firing') {
          const subject = { ...newest.alert, labels: {} };
          for (const { channel } of chooseChannels(newest.routes ?? [], subject)) {
            const there = [mail, pager].find(({ name }) => name === channel);
            if (there !== undefined) expect(known.get(`${newest.alert.episode} ${there.id}`)).toBe(newest.alert.state); // prettier-ignore
          }
        }
        expect(memory.episodes.some(({ held }) => held !== undefined)).toBe(false);
        expect(new Set(outputs.map(({ id }) => id)).size).toBe(outputs.length);
      }),
      { numRuns: runs },
    );
  });

  it('an acknowledgement does not withhold what is worse than a Channel knows, unless it is sticky', () => {
    fc.assert(
      fc.property(anyMoments, (moments) => {
        let told = new Map<string, StateName>();
        const outputs = live(moments).outputs;
        const timeOf = (moment: Moment) => start + moment.minute * minute;
        for (const moment of moments) {
          const one = moment.alert;
          if (one === undefined) continue;
          // A check that is due is decided before anything else happens at that time.
          const stickyFor = ({ arrival }: Notification) =>
            moments.filter((each) => each.acknowledgement !== undefined)
              .filter((each) => timeOf(each) < arrival || (each === moment && timeOf(each) === arrival))
              .at(-1)?.acknowledgement?.sticky ?? false; // prettier-ignore
          for (const n of outputs.filter((each) => each.alert === one.id)) {
            const channel = n.channel ?? '';
            const known = told.get(channel);
            expect(n.told).toBe(known ?? null);
            if (n.reason === 'acknowledged' && !stickyFor(n)) {
              expect(known).toBeDefined();
              expect(compareSeverity(defaultSeverity, n.state, known ?? 'OK')).toBeLessThanOrEqual(0);
            }
            if (n.decision === 'send') told.set(channel, n.state);
          }
          if (one.status === 'resolved') told = new Map();
        }
      }),
      { numRuns: runs },
    );
  });

  it('a resolution goes to exactly those who were told, whatever withheld something meanwhile', () => {
    fc.assert(
      fc.property(anyMoments, (moments) => {
        const ended = new Map<string, Set<string | null>>();
        const open = new Map<string, Set<string | null>>();
        for (const n of live(moments).outputs) {
          if (n.decision !== 'send') continue;
          const of = n.status === 'resolved' ? ended : open;
          of.set(n.episode, (of.get(n.episode) ?? new Set()).add(n.channel));
        }
        for (const { alert: one } of moments) {
          if (one?.status === 'resolved') expect(ended.get(one.episode)).toEqual(open.get(one.episode));
        }
      }),
      { numRuns: runs },
    );
  });

  it('while a Silence takes everything, nothing of a problem is sent; repetitions add nothing to the memory', () => {
    const silences = [silence('s', 1e6)];
    const many = Array.from({ length: 200 }, (_, i) => ({ minute: i + 1, silences, alert: alert(`r/a.${i + 1} CRITICAL`) })); // prettier-ignore
    const { memory, outputs } = live(many);
    expect(new Set(outputs.map(inWords))).toEqual(new Set(['withhold mail: silenced']));
    expect(JSON.stringify(memory).length).toBeLessThan(JSON.stringify(live(many.slice(0, 1)).memory).length + 20); // prettier-ignore
  });

  it('a silent replay arrives at the same next checks as deciding did', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }), (waits) => {
        const { memory } = live([{ minute: 1, silences: [silence('s', 1e6)], alert: alert('r/a.1 CRITICAL') }]); // prettier-ignore
        const decider = notifyDecider(() => around([], { silences: [silence('s', 1e6)] }));
        let [decided, seen, now] = [memory, memory, start];
        for (const wait of waits) {
          now += wait * 1000;
          for (let due = decider.dueAt!(decided)!; due <= now; due = decider.dueAt!(decided)!) {
            decided = step(decider, decided, decider.tick!(due)).memory;
            seen = decider.evolve(seen, decider.tick!(due));
          }
        }
        expect(seen).toEqual(decided);
      }),
    );
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
  it('every Alert gives a record, and every record its own id', () => {
    fc.assert(
      fc.property(anyAlerts, (inputs) => {
        const { outputs } = tellAll(inputs);
        const ids = new Set(outputs.map(({ id }) => id));
        expect(ids.size).toBe(outputs.length);
        expect([...ids].every(isUuid)).toBe(true);
        for (const input of inputs) expect(outputs.some((n) => n.alert === input.alert.id)).toBe(true);
      }),
    );
  });

  it('a resolution implies that the problem was told, to the same Channels', () => {
    fc.assert(
      fc.property(anyAlerts, (inputs) => {
        const open = new Map<string, Set<string | null>>();
        for (const n of tellAll(inputs).outputs) {
          const told = open.get(n.episode) ?? new Set();
          if (n.decision !== 'send') continue;
          if (n.status === 'firing') open.set(n.episode, told.add(n.channel));
          else expect(told.delete(n.channel)).toBe(true);
        }
      }),
    );
  });

  it('forgets closed episodes, and stays bounded when none is ever closed', () => {
    const closed = tellAll([
      { alert: alert('r/a.1 WARNING'), surroundings: toAll },
      { alert: alert('r/a.2 OK'), surroundings: toAll },
    ]);
    expect(closed.memory).toEqual(nothing);
    const many = Array.from({ length: 300 }, (_, i) => ({
      alert: alert(`rule-${i}/${i}.1 WARNING`),
      surroundings: toAll,
    }));
    expect(tellAll(many).memory.episodes).toHaveLength(100);
  });
});
