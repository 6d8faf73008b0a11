import type { MetricValue, Observation } from '@panto/model';
import {
  dropBefore,
  has,
  insert,
  keepNewest,
  oldestTime,
  samples,
  seriesFrom,
  seriesOf,
  type Series,
} from '@panto/window';
import { isNumeric } from './compare';
import type { Need, Plan } from './plan';

/** The samples of a field. */
export interface Track<Value> {
  readonly field: string;
  readonly series: Series<Value>;
}

/** The samples that rules of a Check look back on. Nothing is held that no rule needs. */
export interface Past {
  /**
   * Timestamps of results that gave no sample (an error, or the field is missing) and may still meet a
   * duplicate; the values are 0. Those of the others are in the tracks.
   */
  readonly bare: Series<number>;
  /** Numeric values by field, exact, for trends; in the order of the plan. */
  readonly trends: readonly Track<number | bigint>[];
  /** Values by field, for histories; in the order of the plan. */
  readonly histories: readonly Track<MetricValue>[];
}

/** How many bare timestamps are held for a Check at most; of older results a duplicate is taken for a late one. */
const bareLimit = 20_000;

/** A Past that remembers nothing. */
export const noPast: Past = { bare: seriesOf(), trends: [], histories: [] };

/** The Past as a plan wants it: a track for each field it needs, what is known of it kept. */
export function pastFor(plan: Plan, known: Past): Past {
  if (plan.trends.length === 0 && plan.histories.length === 0) return noPast;
  const trends = plan.trends.map(({ field, reach }) =>
    withRoom(trackOf(known.trends, field), roomFor(reach)),
  );
  const histories = plan.histories.map(({ field }) => trackOf(known.histories, field));
  const dropped = [
    ...known.trends.filter(({ field }) => trends.every((track) => track.field !== field)),
    ...known.histories.filter(({ field }) => histories.every((track) => track.field !== field)),
  ];
  return { bare: dropped.reduce(withTimes, known.bare), trends, histories };
}

/** The times of samples that are forgotten may still meet a duplicate. */
function withTimes(bare: Series<number>, track: Track<unknown>): Series<number> {
  const times = new Set([...samples(bare), ...samples(track.series)].map(({ time }) => time));
  return seriesFrom([...times].sort((a, b) => a - b).map((time) => ({ time, value: 0 })));
}

function trackOf<Value>(tracks: readonly Track<Value>[], field: string): Track<Value> {
  return tracks.find((track) => track.field === field) ?? { field, series: seriesOf() };
}

/** Every evaluation looks at all values of a trend: they are not packed, unless they are very many. */
const roomFor = (reach: number): number => (reach <= 256 ? reach + 16 : 16);

function withRoom<Value>({ field, series }: Track<Value>, room: number): Track<Value> {
  return { field, series: series.room === room ? series : seriesFrom(samples(series), room) };
}

const looksBack = ({ trends, histories }: Past) => trends.length > 0 || histories.length > 0;

/** Whether a result with this timestamp is held already. */
export function isHeld({ bare, trends, histories }: Past, timestamp: number): boolean {
  return (
    has(bare, timestamp) ||
    trends.some(({ series }) => has(series, timestamp)) ||
    histories.some(({ series }) => has(series, timestamp))
  );
}

/** The Past with a result at its place in time; a result with an error leaves the samples untouched. */
export function remember(past: Past, { timestamp, metrics, error }: Observation): Past {
  if (!looksBack(past)) return past;
  let bare = true;
  const taken = <Value extends MetricValue>(tracks: readonly Track<Value>[], takes: Takes<Value>) =>
    tracks.map((track) => {
      const value = error === null ? metrics.get(track.field) : undefined;
      if (value === undefined || !takes(value)) return track;
      bare = false;
      return { field: track.field, series: insert(track.series, timestamp, value) };
    });
  const trends = taken(past.trends, isNumeric);
  const histories = taken(past.histories, isAnything);
  return { bare: bare ? insert(past.bare, timestamp, 0) : past.bare, trends, histories };
}

type Takes<Value> = (value: MetricValue) => value is MetricValue & Value;

const isAnything = (value: MetricValue): value is MetricValue => value !== undefined;

/** Forgets what no rule can need at a timestamp newer than `newest`. */
export function forget(past: Past, plan: Plan, newest: number): Past {
  if (!looksBack(past)) return past;
  const trends = trimmed(past.trends, plan.trends, keepNewest);
  const histories = trimmed(past.histories, plan.histories, (series, reach) =>
    dropBefore(series, newest - reach),
  );
  const bare =
    past.bare.length === 0
      ? past.bare
      : keepNewest(dropBefore(past.bare, bareFloor(plan, trends, newest)), bareLimit);
  const same = bare === past.bare && trends === past.trends && histories === past.histories;
  return same ? past : { bare, trends, histories };
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
function bareFloor(plan: Plan, trends: readonly Track<number | bigint>[], newest: number): number {
  let floor = newest;
  for (const { reach } of plan.histories) floor = Math.min(floor, newest - reach);
  plan.trends.forEach(({ reach }, i) => {
    const series = trends[i]?.series;
    const oldest = series && series.length >= reach ? oldestTime(series) : undefined;
    floor = Math.min(floor, oldest ?? -Infinity);
  });
  return floor;
}
