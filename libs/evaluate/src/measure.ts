import type { HistoryCondition, MetricValue, Observation, TrendCondition } from '@panto/model';
import { nearest, newestSlope } from '@panto/window';
import { isNumeric } from './compare';
import type { Past } from './past';
import type { PlannedCondition } from './plan';

/** What a condition looks at: the number (or text, or boolean) to compare, and the sample it was derived against. */
export interface Measure {
  readonly value: MetricValue;
  /** The earlier sample of a history condition. */
  readonly reference: MetricValue | null;
}

/** Seconds in the unit of a slope. */
const secondsPer = { second: 1, minute: 60, hour: 3600 } as const;

/** Measures a condition; undefined: undetermined. The past already includes the present Result. */
export function measure(
  { condition, track }: PlannedCondition,
  observation: Observation,
  past: Past,
): Measure | undefined {
  const value = observation.metrics.get(condition.field);
  if (value === undefined) return undefined;
  switch (condition.type) {
    case 'threshold':
      return { value, reference: null };
    case 'trend':
      return isNumeric(value) ? trend(condition, track, past) : undefined;
    case 'history':
      return history(condition, track, value, observation.timestamp, past);
  }
}

/** Least-squares slope over the last values, the present one included. */
function trend({ last, counter, per }: TrendCondition, track: number, past: Past): Measure | undefined {
  const series = past.trends[track];
  const over = per === 'occurrence' ? 'occurrences' : 'seconds';
  const slope = series && newestSlope(series, { last, counter, over });
  if (slope === undefined) return undefined;
  return { value: per === 'occurrence' ? slope : slope * secondsPer[per], reference: null };
}

/** The present value against the sample nearest to `ago` before it. */
function history(
  condition: HistoryCondition,
  track: number,
  value: MetricValue,
  timestamp: number,
  past: Past,
): Measure | undefined {
  const wanted = timestamp - condition.ago;
  const series = past.histories[track];
  const sample = series && nearest(series, wanted, timestamp);
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
