import type { CheckConfiguration, MetricValue } from '@panto/model';
import { defaultSeverity } from '@panto/model';
import { configurationWith } from './configuration.fixture';
import { errorReason } from './reasons';
import { stateDecider } from './state-decider';

type Rule = CheckConfiguration['states'][number];

const decider = stateDecider({ severity: defaultSeverity, compileMatcher: () => () => false });

/** The State after the last of some results, and its reasons. */
function lastReason(
  rule: Rule,
  results: readonly Readonly<Record<string, MetricValue>>[],
): string | undefined {
  const configuration = configurationWith(rule);
  let memory = decider.evolve(decider.initial('check'), { type: 'check', configuration, time: 0 });
  let text: string | undefined;
  results.forEach((metrics, i) => {
    const observation = {
      timestamp: i * 10_000,
      arrival: 0,
      metrics: new Map(Object.entries(metrics)),
      error: null,
    };
    const input = { type: 'result', observation } as const;
    const seen = decider.evolve(memory, input);
    const [said] = decider.decide(input, seen, memory);
    memory = said === undefined ? seen : decider.evolve(seen, said);
    text = said?.type === 'state' ? said.state.reasons[0]?.text : undefined;
  });
  return text;
}

type Condition = Extract<Rule, { type: 'threshold' }>['states'][number]['conditions'][number];
const threshold = (condition: Condition): Rule => ({
  name: 'rule',
  type: 'threshold',
  states: [{ state: 'CRITICAL', match: 'all', conditions: [condition] }],
});
const trend: Rule = {
  name: 'rule',
  type: 'trend',
  states: [
    {
      state: 'WARNING',
      match: 'all',
      conditions: [{ field: 'n', last: 3, per: 'second', counter: false, operator: 'gt', value: 1 }],
    },
  ],
};
const same: Rule = {
  name: 'rule',
  type: 'history',
  states: [
    {
      state: 'WARNING',
      match: 'all',
      conditions: [{ field: 'v', ago: 10_000, tolerance: 1_000, compare: 'same', operator: 'eq' }],
    },
  ],
};
const above = threshold({ field: 'n', operator: 'gt', value: 0.98, recover: 0.9 });
const down = threshold({ field: 'up', operator: 'eq', value: false });

describe('why a State is what it is', () => {
  it.each<[string, Rule, Record<string, MetricValue>[], string]>([
    ['a limit that is exceeded', above, [{ n: 1 }], 'n is 1, above 0.98'],
    [
      'and exceeded again: the limit counts, not the recovery limit',
      above,
      [{ n: 1 }, { n: 0.99 }],
      'n is 0.99, above 0.98',
    ],
    [
      'a limit that is no longer exceeded',
      above,
      [{ n: 1 }, { n: 0.95 }],
      'n is 0.95, still above 0.9 (recovery limit)',
    ],
    ['a number that is a hair above', above, [{ n: 0.98000000001 }], 'n is 0.98000000001, above 0.98'],
    [
      'a number that has come back by a hair',
      above,
      [{ n: 1 }, { n: 0.8999999999 }],
      'n is 0.8999999999, not above 0.9',
    ],
    ['a recovery', above, [{ n: 1 }, { n: 0.5 }], 'n is 0.5, not above 0.9'],
    ['a switch: its value says everything', down, [{ up: false }], 'up is false'],
    [
      'and the failure that the probe saw',
      down,
      [{ up: false, 'failure-text': 'status 500, expected 2xx' }],
      'up is false: status 500, expected 2xx',
    ],
    ['a switch that has recovered', down, [{ up: false }, { up: true }], 'up is true'],
    [
      'a number equal to the limit',
      threshold({ field: 'n', operator: 'eq', value: 5 }),
      [{ n: 5 }],
      'n is 5',
    ],
    [
      'a number not equal to the limit',
      threshold({ field: 'n', operator: 'ne', value: 5 }),
      [{ n: 4 }],
      'n is 4, other than 5',
    ],
    ['a text that cannot be compared', above, [{ n: 'x' }], 'n is "x", which cannot be compared: above 0.98'],
    ['a missing field', above, [{ m: 1 }], 'n: no such metric in the result'],
    ['a trend with too few values', trend, [{ n: 1 }, { n: 2 }], 'n: fewer than 3 values so far'],
    [
      'a trend without a present value',
      trend,
      [{ n: 1 }, { n: 2 }, { n: 3 }, { m: 1 }],
      'n: no such metric in the result',
    ],
    ['a trend of something other than a number', trend, [{ n: 'x' }], 'n: not a number'],
    ['the same value as before', same, [{ v: 'a' }, { v: 'a' }], 'v is "a", equal to "a"'],
  ])('%s', (_, rule, results, text) => {
    expect(lastReason(rule, results)).toBe(text);
  });
});

it.each([
  ['no route to host', 'the probe could not run: no route to host'],
  ['', 'the probe could not run'],
])('an error %j becomes a sentence', (error, text) => {
  expect(errorReason(error).text).toBe(text);
});
