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
const configured: AlertInput = { type: 'check', configuration, time: 0 };
const critical: AlertInput = {
  type: 'state',
  state: {
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
  } satisfies State,
};
const decider = alertDecider({ severity: defaultSeverity });
const told = (inputs: readonly AlertInput[]) => {
  const { memory, outputs } = replay(decider, blank, inputs);
  return {
    memory,
    said: outputs.map(({ alert }) => `${alert.rule} ${alert.status} @${alert.timestamp}: ${alert.text}`),
  };
};

describe('what is configured away', () => {
  it('a rule that is removed resolves its open episode, and no other', () => {
    const [changeRule] = configuration.alerts;
    const less = { ...configuration, version: 2, alerts: [changeRule!] };
    const { said, memory } = told([configured, critical, { type: 'check', configuration: less, time: 5000 }]);
    expect(said.at(-1)).toBe('lasting resolved @5000: the rule was removed');
    expect(Object.keys(memory.episodes)).toEqual(['any-change']);
  });

  it('a Check that is removed resolves all of them, and nothing is remembered of it', () => {
    const { said, memory } = told([configured, critical, { type: 'check', configuration: null, time: 5000 }]);
    expect(said.slice(2)).toEqual([
      'any-change resolved @5000: the Check was removed',
      'lasting resolved @5000: the Check was removed',
    ]);
    expect(memory).toBe(blank);
  });

  it('a State of a Check that is not configured is not remembered', () => {
    expect(told([critical])).toEqual({ memory: blank, said: [] });
  });
});
