import type { MetricValue, Observation } from '@panto/model';
import { dropBefore, has, insert, keepNewest, oldestTime, seriesOf, type Series } from '@panto/window';
import { isNumeric } from './compare';
import type { Plan } from './plan';

/** The samples that rules of a Check look back on. Nothing is held that no rule needs. */
export interface Past {
  /** Timestamps of the results that may still meet a duplicate; only kept while samples are. */
  readonly held: Series<true>;
  /** Numeric values by field, as IEEE doubles, for trends. */
  readonly trends: ReadonlyMap<string, Series<number>>;
  /** Values by field, for histories. */
  readonly histories: ReadonlyMap<string, Series<MetricValue>>;
}

/** How many timestamps are held for a Check at most; of older results a duplicate is taken for a late one. */
const heldLimit = 20_000;

/** A Past that remembers nothing. */
export const noPast: Past = { held: seriesOf(), trends: new Map(), histories: new Map() };

/** Whether a plan looks back at all. */
function looksBack(plan: Plan): boolean {
  return plan.trends.size > 0 || plan.histories.size > 0;
}

/** Whether a result with this timestamp is held already. */
export function isHeld(past: Past, timestamp: number): boolean {
  return has(past.held, timestamp);
}

/** The Past with a result at its place in time; a result with an error leaves the samples untouched. */
export function remember(past: Past, plan: Plan, observation: Observation): Past {
  if (!looksBack(plan)) return past;
  const { timestamp, metrics, error } = observation;
  const held = insert(past.held, timestamp, true as const);
  if (error !== null) return { ...past, held };
  return {
    held,
    trends: joined(past.trends, plan.trends, (field, series) => {
      const value = metrics.get(field);
      return value !== undefined && isNumeric(value) ? insert(series, timestamp, Number(value)) : series;
    }),
    histories: joined(past.histories, plan.histories, (field, series) => {
      const value = metrics.get(field);
      return value === undefined ? series : insert(series, timestamp, value);
    }),
  };
}

function joined<Value>(
  present: ReadonlyMap<string, Series<Value>>,
  needed: ReadonlyMap<string, number>,
  join: (field: string, series: Series<Value>) => Series<Value>,
): ReadonlyMap<string, Series<Value>> {
  if (needed.size === 0) return present;
  const next = new Map<string, Series<Value>>();
  for (const field of needed.keys()) next.set(field, join(field, present.get(field) ?? seriesOf()));
  return next;
}

/** Forgets what no rule can need at a timestamp newer than `newest`, and fields that no rule names. */
export function forget(past: Past, plan: Plan, newest: number): Past {
  if (!looksBack(plan)) return noPast;
  const trends = joined(past.trends, plan.trends, (field, series) =>
    keepNewest(series, plan.trends.get(field) ?? 0),
  );
  const histories = joined(past.histories, plan.histories, (field, series) =>
    dropBefore(series, newest - (plan.histories.get(field) ?? 0)),
  );
  const held = keepNewest(dropBefore(past.held, heldFloor(plan, trends, newest)), heldLimit);
  return { held, trends: plan.trends.size > 0 ? trends : noPast.trends, histories };
}

/** Results before this can join no sample that matters any more, so that nobody need know them again. */
function heldFloor(plan: Plan, trends: ReadonlyMap<string, Series<number>>, newest: number): number {
  const spans = [...plan.histories.values()].map((span) => newest - span);
  const oldest = [...plan.trends].map(([field, last]) => {
    const series = trends.get(field);
    return series && series.length >= last ? (oldestTime(series) ?? -Infinity) : -Infinity;
  });
  return Math.min(newest, ...spans, ...oldest);
}
