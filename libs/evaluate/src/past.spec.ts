import type { MetricValue, Observation } from '@panto/model';
import { defaultSeverity } from '@panto/model';
import fc from 'fast-check';
import { configurationWith } from './configuration.fixture';
import type { CheckMemory } from './memory';
import { stateDecider, type StateInput, type StateOutput } from './state-decider';

const decider = stateDecider({ severity: defaultSeverity, compileMatcher: () => () => false });

const configuration = configurationWith(
  {
    name: 'rises',
    type: 'trend',
    states: [
      {
        state: 'WARNING',
        match: 'all',
        conditions: [{ field: 'a', last: 3, per: 'second', counter: true, operator: 'ge', value: 1 }],
      },
    ],
  },
  {
    name: 'before',
    type: 'history',
    states: [
      {
        state: 'CRITICAL',
        match: 'all',
        conditions: [
          { field: 'b', ago: 20_000, tolerance: 5_000, compare: 'difference', operator: 'gt', value: 3 },
        ],
      },
    ],
  },
);

const result = fc.record({
  seconds: fc.nat(200),
  a: fc.option(fc.oneof(fc.nat(20), fc.constant(2n ** 60n)), { nil: undefined }),
  b: fc.option(fc.nat(10), { nil: undefined }),
  error: fc.constantFrom(null, null, null, 'broken'),
});
const results = fc.array(result, { maxLength: 60 }).map((list): StateInput[] =>
  list.map(({ seconds, a, b, error }) => {
    const metrics = new Map<string, MetricValue>();
    if (a !== undefined) metrics.set('a', a);
    if (b !== undefined) metrics.set('b', b);
    const observation: Observation = { timestamp: seconds * 1_000, arrival: 0, metrics, error };
    return { type: 'result', observation };
  }),
);

/** The outputs for some inputs, and the memory after them. */
function told(memory: CheckMemory, inputs: readonly StateInput[]) {
  const said: StateOutput[] = [];
  let current = memory;
  for (const input of inputs) {
    const seen = decider.evolve(current, input);
    const outputs = decider.decide(input, seen, current);
    current = outputs.reduce((one, output) => decider.evolve(one, output), seen);
    said.push(...outputs);
  }
  return { memory: current, said };
}

const configured = () => told(decider.initial('check'), [{ type: 'check', configuration, time: 0 }]).memory;

describe('a memory after another one has moved on from it', () => {
  it('decides as if it were the only one', () => {
    fc.assert(
      fc.property(results, results, results, (common, one, other) => {
        const { memory } = told(configured(), common);
        told(memory, one);
        const again = told(memory, other);
        expect(again.said).toEqual(told(told(configured(), common).memory, other).said);
      }),
      { numRuns: 500 },
    );
  });

  it('also does so if both began with the same configuration, or one was reconfigured', () => {
    fc.assert(
      fc.property(results, results, (one, other) => {
        const memory = configured();
        const first = told(memory, one);
        expect(told(memory, other).said).toEqual(told(configured(), other).said);
        const again: StateInput = { type: 'check', configuration: { ...configuration }, time: 1 };
        const { memory: renewed } = told(first.memory, [again]);
        told(renewed, other);
        expect(told(first.memory, other).said).toEqual(told(told(configured(), one).memory, other).said);
      }),
      { numRuns: 300 },
    );
  });
});

describe('memories after a prefetch', () => {
  it('are unchanged, and decide as they would have without it', () => {
    fc.assert(
      fc.property(results, results, (one, other) => {
        const memories = [told(configured(), one).memory, decider.initial('another'), configured()];
        const before = structuredClone(memories);
        expect(decider.prefetch?.(memories)).toEqual(expect.any(Number));
        expect(memories).toEqual(before);
        const undisturbed = told(told(configured(), one).memory, other).said;
        expect(told(memories[0] ?? decider.initial('check'), other).said).toEqual(undisturbed);
      }),
      { numRuns: 200 },
    );
  });
});
