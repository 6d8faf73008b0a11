import type { HistoryCondition, MetricValue, Observation, TrendCondition } from '@panto/model';
import { nearest, newest, slope, unwrapCounter } from '@panto/window';
import { isNumeric } from './compare';
import type { Past } from './past';
import type { PlannedCondition } from './plan';

/** What a condition looks at: the number (or text, or boolean) compared, and the sample it was taken against. */
export interface Measure {
  readonly value: MetricValue;
  /** The earlier sample of a history condition. */
  readonly reference: MetricValue | null;
}

/** Seconds in the unit of a slope. */
const secondsPer = { second: 1, minute: 60, hour: 3600 } as const;

/** Measures a condition; undefined: undetermined. `before` is the past without, `now` with the present Result. */
export function measure(
  { condition, track }: PlannedCondition,
  observation: Observation,
  before: Past,
  now: Past,
): Measure | undefined {
  const value = observation.metrics.get(condition.field);
  if (value === undefined) return undefined;
  switch (condition.type) {
    case 'threshold':
      return { value, reference: null };
    case 'trend':
      return isNumeric(value) ? trend(condition, track, now) : undefined;
    case 'history':
      return history(condition, track, value, observation.timestamp, before);
  }
}

/** Least-squares slope over the last values, the present one included. */
function trend(condition: TrendCondition, track: number, now: Past): Measure | undefined {
  const series = now.trends[track]?.series;
  const last = series && newest(series, condition.last);
  const oldest = last?.times[0];
  if (last === undefined || oldest === undefined) return undefined;
  const ys = condition.counter ? unwrapCounter(last.values) : numbersOf(last.values);
  if (condition.per === 'occurrence') return { value: slope(ys.map((_, i) => i), ys), reference: null }; // prettier-ignore
  const seconds: number[] = [];
  for (const time of last.times) seconds.push((time - oldest) / 1000);
  return { value: slope(seconds, ys) * secondsPer[condition.per], reference: null };
}

function numbersOf(values: readonly (number | bigint)[]): readonly number[] {
  return values.some((value) => typeof value === 'bigint')
    ? values.map(Number)
    : (values as readonly number[]);
}

/** The present value against the sample nearest to `ago` before it. */
function history(
  condition: HistoryCondition,
  track: number,
  value: MetricValue,
  timestamp: number,
  before: Past,
): Measure | undefined {
  const wanted = timestamp - condition.ago;
  const series = before.histories[track]?.series;
  const sample = series && nearest(series, wanted);
  if (sample === undefined || Math.abs(sample.time - wanted) > condition.tolerance) return undefined;
  const reference = sample.value;
  if (condition.compare === 'same') return { value, reference };
  if (!isNumeric(value) || !isNumeric(reference)) return undefined;
  const compared = compareWith(condition.compare, Number(value), Number(reference));
  return compared === undefined ? undefined : { value: compared, reference };
}

function compareWith(how: 'difference' | 'ratio' | 'change', now: number, then: number): number | undefined {
  if (how === 'difference') return now - then;
  if (then === 0) return undefined;
  return how === 'ratio' ? now / then : (now - then) / Math.abs(then);
}
