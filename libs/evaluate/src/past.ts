import type { MetricValue, Observation } from '@panto/model';
import { dropBefore, has, insert, keepNewest, oldestTime, seriesOf, type Series } from '@panto/window';
import { isNumeric } from './compare';
import type { Need, Plan } from './plan';

/** The samples of a field. */
export interface Track<Value> {
  readonly field: string;
  readonly series: Series<Value>;
}

/** The samples that rules of a Check look back on. Nothing is held that no rule needs. */
export interface Past {
  /** Timestamps of the results that may still meet a duplicate; only kept while samples are. */
  readonly held: Series<true>;
  /** Numeric values by field, exact, for trends; in the order of the plan. */
  readonly trends: readonly Track<number | bigint>[];
  /** Values by field, for histories; in the order of the plan. */
  readonly histories: readonly Track<MetricValue>[];
}

/** How many timestamps are held for a Check at most; of older results a duplicate is taken for a late one. */
const heldLimit = 20_000;

/** A Past that remembers nothing. */
export const noPast: Past = { held: seriesOf(), trends: [], histories: [] };

/** The Past as a plan wants it: a track for each field it needs, what is known of it kept. */
export function pastFor(plan: Plan, known: Past): Past {
  if (plan.trends.length === 0 && plan.histories.length === 0) return noPast;
  return {
    held: known.held,
    trends: plan.trends.map(({ field }) => trackOf(known.trends, field)),
    histories: plan.histories.map(({ field }) => trackOf(known.histories, field)),
  };
}

function trackOf<Value>(tracks: readonly Track<Value>[], field: string): Track<Value> {
  return tracks.find((track) => track.field === field) ?? { field, series: seriesOf() };
}

const looksBack = ({ trends, histories }: Past) => trends.length > 0 || histories.length > 0;

/** The samples of a field, if any are kept. */
export function seriesFor<Value>(tracks: readonly Track<Value>[], field: string): Series<Value> | undefined {
  return tracks.find((track) => track.field === field)?.series;
}

/** Whether a result with this timestamp is held already. */
export function isHeld(past: Past, timestamp: number): boolean {
  return has(past.held, timestamp);
}

/** The Past with a result at its place in time; a result with an error leaves the samples untouched. */
export function remember(past: Past, { timestamp, metrics, error }: Observation): Past {
  if (!looksBack(past)) return past;
  const held = insert(past.held, timestamp, true as const);
  if (error !== null) return { held, trends: past.trends, histories: past.histories };
  return {
    held,
    trends: past.trends.map((track) => {
      const value = metrics.get(track.field);
      if (value === undefined || !isNumeric(value)) return track;
      return { field: track.field, series: insert(track.series, timestamp, value) };
    }),
    histories: past.histories.map((track) => {
      const value = metrics.get(track.field);
      return value === undefined
        ? track
        : { field: track.field, series: insert(track.series, timestamp, value) };
    }),
  };
}

/** Forgets what no rule can need at a timestamp newer than `newest`. */
export function forget(past: Past, plan: Plan, newest: number): Past {
  if (!looksBack(past)) return past;
  const trends = trimmed(past.trends, plan.trends, keepNewest);
  const histories = trimmed(past.histories, plan.histories, (series, reach) =>
    dropBefore(series, newest - reach),
  );
  const held = keepNewest(dropBefore(past.held, heldFloor(plan, trends, newest)), heldLimit);
  const same = held === past.held && trends === past.trends && histories === past.histories;
  return same ? past : { held, trends, histories };
}

function trimmed<Value>(
  tracks: readonly Track<Value>[],
  needs: readonly Need[],
  trim: (series: Series<Value>, reach: number) => Series<Value>,
): readonly Track<Value>[] {
  let changed = false;
  const next = tracks.map((track, i) => {
    const series = trim(track.series, needs[i]?.reach ?? 0);
    if (series === track.series) return track;
    changed = true;
    return { field: track.field, series };
  });
  return changed ? next : tracks;
}

/** Results before this can join no sample that matters any more, so that nobody need know them again. */
function heldFloor(plan: Plan, trends: readonly Track<number | bigint>[], newest: number): number {
  let floor = newest;
  for (const { reach } of plan.histories) floor = Math.min(floor, newest - reach);
  plan.trends.forEach(({ reach }, i) => {
    const series = trends[i]?.series;
    const oldest = series && series.length >= reach ? oldestTime(series) : undefined;
    floor = Math.min(floor, oldest ?? -Infinity);
  });
  return floor;
}
