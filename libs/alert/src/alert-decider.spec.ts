import { replay } from '@panto/decider';
import { defaultSeverity, type CheckConfiguration, type State } from '@panto/model';
import { alertDecider, blank, type AlertInput } from './index';

const configuration: CheckConfiguration = {
  id: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  target: null,
  version: 1,
  createdAt: 0,
  missingAfter: 3000,
  confirm: { worse: 1, better: 1, error: 1 },
  states: [],
  alerts: [
    { name: 'any-change', type: 'change', onlyWorse: false },
    { name: 'lasting', type: 'recurrence', moreThan: 0, counts: 'not-ok' },
  ],
};
const configured = { type: 'check', configuration, time: 0 } as const satisfies AlertInput;
const standing: State = {
  check: configuration.id,
  target: null,
  state: 'CRITICAL',
  previous: 'UNKNOWN',
  timestamp: 1000,
  arrival: 1000,
  since: 1000,
  occurrences: 1,
  problemOccurrences: 1,
  reasons: [],
  version: 1,
  late: false,
};
const critical: AlertInput = { type: 'state', state: standing };
const decider = alertDecider({ severity: defaultSeverity });
const told = (inputs: readonly AlertInput[]) => {
  const { memory, outputs } = replay(decider, blank, inputs);
  return {
    memory,
    said: outputs.map(({ alert }) => `${alert.rule} ${alert.status} @${alert.timestamp}: ${alert.text}`),
  };
};

describe('the beginning of a problem', () => {
  const record = (second: number, more: Partial<State>, since = second): AlertInput => {
    const times = { timestamp: second * 1000, arrival: second * 1000, since: since * 1000 };
    return { type: 'state', state: { ...standing, ...more, ...times } };
  };
  const since = (inputs: readonly AlertInput[]) =>
    replay(decider, blank, inputs).outputs.map(
      ({ alert: { rule, status, problemSince } }) => `${rule} ${status} ${problemSince}`,
    );

  it('is in every Alert, also after a further change of State, and in the resolved one', () => {
    const warning = record(1, { state: 'WARNING' });
    const worse = record(2, { previous: 'WARNING', problemOccurrences: 2 });
    const good = record(3, { state: 'OK', previous: 'CRITICAL', problemOccurrences: 0 });
    const next = record(4, { previous: 'OK' });
    expect(since([configured, warning, worse, good, next])).toEqual([
      'any-change firing 1000',
      'lasting firing 1000',
      'any-change firing 1000',
      'any-change resolved 1000',
      'lasting resolved 1000',
      'any-change firing 4000',
      'lasting firing 4000',
    ]);
  });

  it('is unknown if it was before the Check was first seen, unless its State has never changed', () => {
    const changed = record(9, { previous: 'CRITICAL', occurrences: 2, problemOccurrences: 5 }, 7);
    expect(since([configured, changed])).toEqual(['lasting firing null']);
    const same = record(9, { previous: 'CRITICAL', occurrences: 5, problemOccurrences: 5 }, 3);
    expect(since([configured, same])).toEqual(['lasting firing 3000']);
  });

  it('is that of the State in force when a flap ended, even if the next problem has begun', () => {
    const flap = {
      name: 'flap',
      type: 'flap',
      moreThan: 1,
      within: 10_000,
      settle: 0,
      holdChanges: true,
    } as const;
    const flapping: AlertInput = { ...configured, configuration: { ...configuration, alerts: [flap] } };
    const good = record(2, { state: 'OK', previous: 'CRITICAL', problemOccurrences: 0 });
    expect(since([flapping, record(1, {}), good, record(30, { previous: 'OK' })])).toEqual([
      'flap firing 1000',
      'flap resolved 1000',
    ]);
  });
});

describe('the text of an Alert', () => {
  it('for a problem that lasts for one occurrence', () => {
    expect(told([configured, critical]).said.at(-1)).toBe(
      'lasting firing @1000: not OK for 1 occurrence, CRITICAL for 1',
    );
  });

  it.each([
    [0, 'no change in the last 10 s'],
    [1, '1 change or fewer in the last 10 s'],
    [2, '2 changes or fewer in the last 10 s'],
  ])('for a flap that ends when %d changes are left', (settle, words) => {
    const flap = {
      name: 'flap',
      type: 'flap',
      moreThan: 3,
      within: 10_000,
      settle,
      holdChanges: true,
    } as const;
    const states = [1, 2, 3, 4, 5].map((second): AlertInput => {
      const good = second % 2 === 0;
      const turn = { state: good ? 'OK' : 'CRITICAL', previous: good ? 'CRITICAL' : 'OK' } as const;
      return {
        type: 'state',
        state: { ...standing, ...turn, timestamp: second * 1000, arrival: second * 1000 },
      };
    });
    const flapping: AlertInput = { ...configured, configuration: { ...configuration, alerts: [flap] } };
    const { said } = told([flapping, ...states, { type: 'tick', time: 60_000 }]);
    expect(said.at(-1)).toMatch(new RegExp(`^flap resolved @\\d+: the State settled: ${words}$`));
  });
});

describe('when the end of a flap was decided, on the clock of arrivals', () => {
  const flap = {
    name: 'flap',
    type: 'flap',
    moreThan: 1,
    within: 10_000,
    settle: 0,
    holdChanges: true,
  } as const;
  const change = { name: 'any-change', type: 'change', onlyWorse: false } as const;
  const flapping: AlertInput = { ...configured, configuration: { ...configuration, alerts: [flap, change] } };
  const move = (timestamp: number, arrival: number, state: 'OK' | 'WARNING'): AlertInput => ({
    type: 'state',
    state: { ...standing, state, previous: state === 'OK' ? 'WARNING' : 'OK', timestamp, arrival },
  });
  const ends = (inputs: readonly AlertInput[]) =>
    replay(decider, blank, [flapping, ...inputs]).outputs.flatMap(({ alert }) =>
      /settled/.test(alert.text) ? [`${alert.rule} ${alert.timestamp} at ${alert.arrival}`] : [],
    );
  const two = [move(1_000, 1_000, 'WARNING'), move(2_000, 2_000, 'OK')];

  it.each<[string, AlertInput[], string]>([
    ['the end itself, when time passes', [...two, { type: 'tick', time: 50_000 }], '12000 at 12000'],
    ['and when a record comes after it', [...two, move(40_000, 40_500, 'WARNING')], '12000 at 12000'],
    [
      'the arrival of the record whose time is ahead of the clock',
      [...two, move(40_000, 5_000, 'WARNING')],
      '12000 at 5000',
    ],
    [
      'the arrival of the record that began it, when the end had passed by then',
      [move(1_000, 90_000, 'WARNING'), move(2_000, 90_100, 'OK'), { type: 'tick', time: 91_000 }],
      '12000 at 90100',
    ],
  ])('is %s', (_, inputs, end) => {
    expect(ends(inputs)).toEqual([`flap ${end}`, `any-change ${end}`]);
  });
});

describe('a removal from the configuration', () => {
  it('of a rule resolves its open episode, and no other', () => {
    const [changeRule] = configuration.alerts;
    const less = { ...configuration, version: 2, alerts: [changeRule!] };
    const { said, memory } = told([configured, critical, { type: 'check', configuration: less, time: 5000 }]);
    expect(said.at(-1)).toBe('lasting resolved @5000: the rule was removed');
    expect(Object.keys(memory.episodes)).toEqual(['any-change']);
  });

  it('of a Check resolves all of its episodes, and forgets the Check', () => {
    const { said, memory } = told([configured, critical, { type: 'check', configuration: null, time: 5000 }]);
    expect(said.slice(2)).toEqual([
      'any-change resolved @5000: the Check was removed',
      'lasting resolved @5000: the Check was removed',
    ]);
    expect(memory).toBe(blank);
  });

  it('is final: a State of a Check that is not configured is not remembered', () => {
    expect(told([critical])).toEqual({ memory: blank, said: [] });
  });
});
