import fc from 'fast-check';
import type {
  AlertRule,
  CheckConfiguration,
  HistoryCondition,
  MetricValue,
  Operand,
  Operator,
  RuleEntry,
  StateRule,
  ThresholdCondition,
  TrendCondition,
} from '@panto/model';
import type { Line } from './recording';

/** Input of a simulation. */
export interface Scenario {
  readonly configurations: readonly CheckConfiguration[];
  readonly lines: readonly Line[];
  readonly until?: number;
}

const start = Date.parse('2026-01-01T00:00:00Z');
const checkIds = ['a', 'b', 'c', 'f'].map((digit) => `0b6f2d0c-6f0e-4f57-8d5c-00000000000${digit}`);
/** A Check that is not configured. */
const stranger = '0b6f2d0c-6f0e-4f57-8d5c-0000000000ff';

const big = 2n ** 53n;
const small: readonly number[] = [0, 1, 2, 3];
const odd: readonly MetricValue[] = [
  -1,
  0.5,
  1.5,
  1e-9,
  2 ** 53,
  big,
  big + 1n,
  big + 2n,
  -big - 1n,
  2n ** 63n - 1n,
];
const texts: readonly string[] = ['x', 'ab', 'b', ''];

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const weighted = <T>(...options: readonly (readonly [number, fc.Arbitrary<T>])[]) =>
  fc.oneof(...options.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const numbers = weighted<MetricValue>([8, pick(...small)], [2, pick(...odd)]) as fc.Arbitrary<
  number | bigint
>;
const field = weighted([9, pick('n')], [2, pick('m')], [1, pick('absent')]);
const match = pick('all' as const, 'any' as const);

const ordering = pick<Operator>('lt', 'le', 'ge', 'gt');
const numeric = weighted<Operator>([3, ordering], [1, pick<Operator>('eq', 'ne')]);
interface Limit {
  readonly operator: Operator;
  readonly value: number | bigint;
  readonly recover?: number | bigint;
}
/** A limit among some numbers, often with a `recover` on its healthy side. */
const limitOf = (among: fc.Arbitrary<number | bigint>): fc.Arbitrary<Limit> =>
  weighted<Limit>(
    [1, fc.record({ operator: numeric, value: among })],
    [
      1,
      fc.record({ operator: ordering, value: among, by: pick(1, 2, 0.5) }).map(({ operator, value, by }) => {
        const sign = operator === 'gt' || operator === 'ge' ? -1 : 1;
        const recover = typeof value === 'bigint' ? value + BigInt(sign) : value + sign * by;
        return { operator, value, ...(recover === value ? {} : { recover }) };
      }),
    ],
  );
const limit = limitOf(numbers);
/** Slopes are distinguished as far as doubles allow: no limits in the last bits of large numbers. */
const slopeLimit = limitOf(pick(-60, -1, -0.5, 0, 0.25, 0.5, 1, 2, 60, 3600));
const words: fc.Arbitrary<{ operator: Operator; value: Operand }> = fc.oneof(
  fc.record({ operator: pick<Operator>('eq', 'ne'), value: pick<Operand>(...texts, true, false) }),
  fc.record({ operator: pick<Operator>('match', 'notmatch'), value: pick('b', '^b', 'a|x', '^$') }),
);

const threshold: fc.Arbitrary<ThresholdCondition> = weighted<ThresholdCondition>(
  [4, fc.tuple(field, limit).map(([name, rest]) => ({ field: name, ...rest }))],
  [1, fc.tuple(field, words).map(([name, rest]) => ({ field: name, ...rest }))],
);
const trend: fc.Arbitrary<TrendCondition> = fc
  .tuple(
    field,
    fc.record({
      last: fc.integer({ min: 2, max: 5 }),
      per: pick('second' as const, 'minute' as const, 'hour' as const, 'occurrence' as const),
      counter: fc.boolean(),
    }),
    slopeLimit,
  )
  .map(([name, line, rest]) => ({ field: name, ...line, ...rest }));
const history: fc.Arbitrary<HistoryCondition> = fc
  .tuple(
    field,
    fc.record({ ago: pick(500, 1000, 2000, 3500, 6000), tolerance: pick(0, 500, 1000, 1500, 2500) }),
    fc.oneof(
      fc.tuple(pick('difference' as const, 'ratio' as const, 'change' as const), limit),
      fc.tuple(fc.constant('same' as const), fc.record({ operator: pick<Operator>('eq', 'ne') })),
    ),
  )
  .map(([name, at, [compare, rest]]) => ({ field: name, ...at, compare, ...rest }));

function entries<C>(condition: fc.Arbitrary<C>): fc.Arbitrary<RuleEntry<C>[]> {
  const state = pick('CRITICAL' as const, 'WARNING' as const);
  const conditions = fc.array(condition, { minLength: 1, maxLength: 2 });
  return fc.array(fc.record({ state, match, conditions }), { minLength: 1, maxLength: 2 });
}
/** The rule that makes most States: n is healthy at 0 and 1, WARNING at 2, CRITICAL at 3. */
const plain: StateRule = {
  name: 'plain',
  type: 'threshold',
  states: [
    { state: 'CRITICAL', match: 'all', conditions: [{ field: 'n', operator: 'ge', value: 3 }] },
    { state: 'WARNING', match: 'all', conditions: [{ field: 'n', operator: 'ge', value: 2 }] },
  ],
};
const stateRule = weighted<StateRule>(
  [6, fc.constant(plain)],
  [4, entries(threshold).map((states) => ({ name: 'threshold', type: 'threshold' as const, states }))],
  [3, entries(trend).map((states) => ({ name: 'trend', type: 'trend' as const, states }))],
  [3, entries(history).map((states) => ({ name: 'history', type: 'history' as const, states }))],
);

const flap: fc.Arbitrary<AlertRule> = fc
  .record({
    moreThan: fc.integer({ min: 1, max: 4 }),
    within: pick(1500, 3000, 5000, 8000, 15_000),
    settle: fc.nat(),
    holdChanges: weighted([4, fc.constant(true)], [1, fc.constant(false)]),
  })
  .map((rule) => ({ name: '', type: 'flap', ...rule, settle: rule.settle % rule.moreThan }));
const counts = pick('not-ok' as const, 'same-state' as const);
const alertRule = weighted<AlertRule>(
  [3, fc.boolean().map((onlyWorse) => ({ name: '', type: 'change' as const, onlyWorse }))],
  [2, fc.record({ moreThan: fc.nat(3), counts }).map((rest) => ({ name: '', type: 'recurrence' as const, ...rest }))], // prettier-ignore
  [1, fc.record({ moreThan: fc.nat(3), repeatEvery: fc.integer({ min: 1, max: 3 }), counts }).map((rest) => ({ name: '', type: 'recurrence' as const, ...rest }))], // prettier-ignore
  [4, flap],
);
const often1 = weighted([3, fc.constant(1)], [1, fc.integer({ min: 2, max: 4 })]);

function configuration(id: string): fc.Arbitrary<CheckConfiguration> {
  return fc
    .record({
      missingAfter: pick(1000, 1500, 2500, 4000, 10_000, 60_000),
      confirm: fc.record({ worse: often1, better: often1, error: often1 }),
      states: weighted<StateRule[]>(
        [1, fc.constant([])],
        [9, fc.array(stateRule, { minLength: 1, maxLength: 2 })],
      ),
      alerts: fc.array(alertRule, { maxLength: 5 }),
    })
    .map(({ states, alerts, ...rest }) => ({
      ...{ id, target: null, version: 1, createdAt: 0, ...rest },
      states: states.map((rule, at) => ({ ...rule, name: `${rule.name} ${at}` })),
      alerts: alerts.map((rule, at) => ({ ...rule, name: `${rule.type} ${at}` })),
    }));
}

const value: fc.Arbitrary<MetricValue> = weighted<MetricValue>(
  [30, pick<MetricValue>(...small)],
  [3, pick(...odd)],
  [1, pick<MetricValue>(...texts, true, false)],
);
const metrics = fc
  .record({ n: fc.option(value, { freq: 15, nil: undefined }), m: fc.option(value, { nil: undefined }) })
  .map(
    ({ n, m }) =>
      new Map([
        ...(n === undefined ? [] : [['n', n] as const]),
        ...(m === undefined ? [] : [['m', m] as const]),
      ]),
  );
/** A step of a recording: how far time advances, how far the Result is from it, how much later it arrives. */
const move = fc.record({
  check: weighted([12, fc.nat(3)], [1, fc.constant(4)]),
  step: weighted([10, pick(500, 1000)], [3, pick(0, 1500, 2000)], [1, pick(3000, 5000, 12_000)]),
  offset: weighted([14, fc.constant(0)], [3, pick(-500, -1000, -2500, -6000)], [1, pick(500, 3000, 10_000)]),
  delay: weighted(
    [8, fc.constant(undefined)],
    [4, pick<number | undefined>(0, 500, 1000)],
    [2, pick<number | undefined>(3000, 9000)],
    [1, pick<number | undefined>(-1000, -300_000, -300_001)],
  ),
  metrics,
  error: weighted([9, fc.constant(null)], [1, fc.constant('no route to host')]),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** The lines of some steps; those from the spool arrive together, with the next line. */
function linesOf(
  moves: readonly Move[],
  checks: number,
  spool: readonly [number, number],
  delays: boolean,
): Line[] {
  const times = moves.map((_, at) => moves.slice(0, at + 1).reduce((time, { step }) => time + step, start));
  return moves.map(({ check, offset, delay, metrics: fields, error }, at) => {
    const time = times[at] ?? start;
    const spooled = at >= spool[0] && at < spool[0] + spool[1] ? times[spool[0] + spool[1]] : undefined;
    const arrival = spooled ?? (delays && delay !== undefined ? time + offset + delay : undefined);
    return {
      check: check === 4 ? stranger : (checkIds[check % checks] ?? stranger),
      timestamp: time + offset,
      ...(arrival === undefined ? {} : { arrival }),
      metrics: error === null ? fields : new Map(),
      error,
    };
  });
}

/** Random configurations and recordings; small ranges, so that much happens. */
export const scenario: fc.Arbitrary<Scenario> = fc.integer({ min: 1, max: 3 }).chain((checks) =>
  fc
    .record({
      configurations: fc.tuple(...checkIds.slice(0, checks).map(configuration)),
      moves: fc.array(move, { minLength: 1, maxLength: 40, size: 'max' }),
      spool: fc.tuple(fc.nat(30), weighted([1, fc.constant(0)], [1, fc.nat(15)])),
      delays: fc.boolean(),
      until: fc.option(pick(-4000, -500, 0, 500, 1000, 1500, 4000, 20_000), { nil: undefined }),
    })
    .map(({ configurations, moves, spool, delays, until }) => {
      const lines = linesOf(moves, checks, spool, delays);
      const newest = Math.max(...lines.map(({ timestamp, arrival }) => Math.max(timestamp, arrival ?? 0)));
      return { configurations, lines, ...(until === undefined ? {} : { until: newest + until }) };
    }),
);
