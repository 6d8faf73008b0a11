import type {
  HistoryCondition,
  MetricValue,
  Operand,
  Operator,
  StateName,
  StateRule,
  ThresholdCondition,
  TrendCondition,
} from '@panto/model';
import type { Handled } from './recording';

type Truth = 'true' | 'false' | 'undetermined';
type Sample = readonly [time: number, value: MetricValue];
/** What a condition looks at, given the Results up to the evaluated one; undefined: nothing is there. */
type Look = (past: readonly Handled[]) => MetricValue | undefined;

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

/** Whether a comparison holds; undefined: the types cannot be compared (4.2, 4.3). */
function compare(value: MetricValue, operator: Operator, operand: Operand): boolean | undefined {
  const alike = isNumber(value) ? isNumber(operand) : typeof value === typeof operand;
  if (!alike) return undefined;
  switch (operator) {
    case 'lt':
      return value < operand;
    case 'le':
      return value <= operand;
    case 'gt':
      return value > operand;
    case 'ge':
      return value >= operand;
    case 'eq':
      return value <= operand && value >= operand;
    case 'ne':
      return !(value <= operand && value >= operand);
    case 'match':
      return new RegExp(String(operand)).test(String(value));
    case 'notmatch':
      return !new RegExp(String(operand)).test(String(value));
  }
}

/** The samples of a field in order of time: everything that came, except duplicates and errors. */
function samples(past: readonly Handled[], field: string): Sample[] {
  return past
    .filter(({ standing, error }) => standing !== 'duplicate' && error === null)
    .flatMap(({ timestamp, metrics }): Sample[] => {
      const value = metrics.get(field);
      return value === undefined ? [] : [[timestamp, value]];
    })
    .sort(([a], [b]) => a - b);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 4.4: the slope over the last values of the field. */
function slope(condition: TrendCondition, past: readonly Handled[]): number | undefined {
  if (!isNumber(past.at(-1)?.metrics.get(condition.field))) return undefined;
  const numbers = samples(past, condition.field).flatMap(([time, value]): [number, number | bigint][] =>
    isNumber(value) ? [[time, value]] : [],
  );
  const last = numbers.slice(-condition.last);
  const [oldest] = last;
  if (oldest === undefined || last.length < condition.last) return undefined;
  const totals = last.map(([, value], at) => {
    const resets = last.slice(1, at + 1).flatMap(([, after], i) => {
      const before = last[i]?.[1];
      return condition.counter && before !== undefined && after < before ? [Number(before)] : [];
    });
    return resets.reduce((sum, total) => sum + total, 0) + Number(value);
  });
  const ys = totals.map((total) => total - Number(oldest[1]));
  const xs = last.map(([time], at) => (condition.per === 'occurrence' ? at : (time - oldest[0]) / 1000));
  const [x, y] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, value, at) => sum + (value - x) * ((ys[at] ?? NaN) - y), 0);
  const variance = xs.reduce((sum, value) => sum + (value - x) ** 2, 0);
  return (covariance / variance) * { second: 1, minute: 60, hour: 3600, occurrence: 1 }[condition.per];
}

/** 4.5: the sample before the current Result that is nearest to `ago`, the earlier of two equally near. */
function reference(condition: HistoryCondition, past: readonly Handled[]): MetricValue | undefined {
  const now = past.at(-1);
  if (now === undefined) return undefined;
  const distance = ([time]: Sample) => Math.abs(time - (now.timestamp - condition.ago));
  const before = samples(past, condition.field).filter(([time]) => time < now.timestamp);
  const [nearest] = before.sort((a, b) => distance(a) - distance(b) || a[0] - b[0]);
  return nearest === undefined || distance(nearest) > condition.tolerance ? undefined : nearest[1];
}

/** 4.5: the current value against the reference, as the number compared with the limit. */
function against(condition: HistoryCondition, past: readonly Handled[]): number | undefined {
  const [now, then] = [past.at(-1)?.metrics.get(condition.field), reference(condition, past)];
  if (!isNumber(now) || !isNumber(then)) return undefined;
  if (condition.compare === 'difference') return Number(now) - Number(then);
  if (Number(then) === 0) return undefined;
  if (condition.compare === 'ratio') return Number(now) / Number(then);
  return (Number(now) - Number(then)) / Math.abs(Number(then));
}

/** 4.3: the truth of a condition at the last of some Results, its latch found by looking back. */
function truth(
  condition: ThresholdCondition | TrendCondition | HistoryCondition,
  look: Look,
  past: readonly Handled[],
): Truth {
  const value = look(past);
  if (value === undefined || condition.value === undefined) return 'undetermined';
  const plain = compare(value, condition.operator, condition.value);
  if (plain === undefined) return 'undetermined';
  if (plain) return 'true';
  if (condition.recover === undefined) return 'false';
  return compare(value, condition.operator, condition.recover) && wasTrue(condition, look, past)
    ? 'true'
    : 'false';
}

function wasTrue(condition: Parameters<typeof truth>[0], look: Look, past: readonly Handled[]): boolean {
  for (let end = past.length - 1; end > 0; end--) {
    const before = past.slice(0, end);
    const newest = before.at(-1);
    if (newest?.standing !== 'evaluated' || newest.error !== null) continue;
    const was = truth(condition, look, before);
    if (was !== 'undetermined') return was === 'true';
  }
  return false;
}

/** 4.5: `compare: same`. */
function same(condition: HistoryCondition, past: readonly Handled[]): Truth {
  const [now, then] = [past.at(-1)?.metrics.get(condition.field), reference(condition, past)];
  if (now === undefined || then === undefined) return 'undetermined';
  const holds = compare(now, condition.operator, then);
  return holds === undefined ? 'undetermined' : holds ? 'true' : 'false';
}

function truthsOf(rule: StateRule, past: readonly Handled[]) {
  switch (rule.type) {
    case 'threshold':
      return rule.states.map(({ state, match, conditions }) => ({
        state,
        match,
        truths: conditions.map((c) => truth(c, (to) => to.at(-1)?.metrics.get(c.field), past)),
      }));
    case 'trend':
      return rule.states.map(({ state, match, conditions }) => ({
        state,
        match,
        truths: conditions.map((c) => truth(c, (to) => slope(c, to), past)),
      }));
    case 'history':
      return rule.states.map(({ state, match, conditions }) => ({
        state,
        match,
        truths: conditions.map((c) =>
          c.compare === 'same' ? same(c, past) : truth(c, (to) => against(c, to), past),
        ),
      }));
  }
}

/** 4.2: combines the truths of the conditions of an entry. */
function join(match: 'all' | 'any', truths: readonly Truth[]): Truth {
  const decisive = match === 'all' ? 'false' : 'true';
  if (truths.includes(decisive)) return decisive;
  if (truths.includes('undetermined')) return 'undetermined';
  return match === 'all' ? 'true' : 'false';
}

/** 4.1: the verdict of a rule on the last of some Results of the Check. */
export function worthOfRule(rule: StateRule, past: readonly Handled[]): StateName {
  const entries = truthsOf(rule, past).map(({ state, match, truths }) => ({
    state,
    truth: join(match, truths),
  }));
  const matching = entries.filter((entry) => entry.truth === 'true').map(({ state }) => state);
  if (matching.includes('CRITICAL')) return 'CRITICAL';
  if (matching.includes('WARNING')) return 'WARNING';
  return entries.some((entry) => entry.truth === 'undetermined') ? 'UNKNOWN' : 'OK';
}
