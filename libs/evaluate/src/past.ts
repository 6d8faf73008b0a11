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

/** Fields whose samples are held, in the order in which the Series of a Past stand. Checks with the same rules share it. */
export interface Fields {
  readonly trends: readonly string[];
  readonly histories: readonly string[];
}

/** A field that rules look back on, and how far. */
export interface Need {
  readonly field: string;
  readonly reach: number;
}

/** The fields that the rules of a Check look back on. */
export interface Needs {
  readonly fields: Fields;
  /** Fields whose last numeric values are kept; `reach` is how many. */
  readonly trends: readonly Need[];
  /** Fields whose samples are kept; `reach` is how long back, ms. */
  readonly histories: readonly Need[];
}

/** The samples that rules of a Check look back on. Nothing is held that no rule needs. */
export interface Past {
  readonly fields: Fields;
  /**
   * Timestamps of results that gave no sample (an error, or the field is missing) and may still meet a
   * duplicate; the values are 0. Those of the others are in the samples.
   */
  readonly bare: Series<number>;
  /** Numeric values of the fields, exact, for trends. */
  readonly trends: readonly Series<number | bigint>[];
  /** Values of the fields, for histories. */
  readonly histories: readonly Series<MetricValue>[];
}

/** How many bare timestamps are held for a Check at most; of older results a duplicate is taken for a late one. */
const bareLimit = 20_000;

/** A Past that remembers nothing. */
export const noPast: Past = {
  fields: { trends: [], histories: [] },
  bare: seriesOf(),
  trends: [],
  histories: [],
};

/** The Past as rules want it: the samples of the fields they need, what is known of them kept. */
export function pastFor(needs: Needs, known: Past): Past {
  const { fields } = needs;
  if (known.fields === fields) return known;
  if (needs.trends.length === 0 && needs.histories.length === 0) return { ...noPast, fields };
  const trends = needs.trends.map(({ field, reach }) =>
    withRoom(seriesFor(field, known.fields.trends, known.trends), roomFor(reach)),
  );
  const histories = needs.histories.map(({ field }) =>
    seriesFor(field, known.fields.histories, known.histories),
  );
  const dropped = [
    ...known.trends.filter((_, i) => !fields.trends.includes(known.fields.trends[i] ?? '')),
    ...known.histories.filter((_, i) => !fields.histories.includes(known.fields.histories[i] ?? '')),
  ];
  return { fields, bare: dropped.reduce(withTimes, known.bare), trends, histories };
}

function seriesFor<Value>(
  field: string,
  fields: readonly string[],
  known: readonly Series<Value>[],
): Series<Value> {
  return known[fields.indexOf(field)] ?? seriesOf();
}

/** The times of samples that are forgotten may still meet a duplicate. */
function withTimes(bare: Series<number>, dropped: Series<unknown>): Series<number> {
  const times = new Set([...samples(bare), ...samples(dropped)].map(({ time }) => time));
  return seriesFrom([...times].sort((a, b) => a - b).map((time) => ({ time, value: 0 })));
}

/** Every evaluation looks at all values of a trend: they are not packed, unless they are very many. */
const roomFor = (reach: number): number => (reach <= 256 ? reach + 16 : 16);

function withRoom<Value>(series: Series<Value>, room: number): Series<Value> {
  return series.room === room ? series : seriesFrom(samples(series), room);
}

const looksBack = ({ trends, histories }: Past) => trends.length > 0 || histories.length > 0;

/** Whether a result with this timestamp is held already. */
export function isHeld({ bare, trends, histories }: Past, timestamp: number): boolean {
  const holds = (series: Series<unknown>) => has(series, timestamp);
  return holds(bare) || trends.some(holds) || histories.some(holds);
}

/**
 * The Past with a result at its place in time, without what no rule can need at a timestamp newer than `newest`. A
 * result with an error leaves the samples untouched.
 */
export function remember(past: Past, needs: Needs, observation: Observation, newest: number): Past {
  if (!looksBack(past)) return past;
  const { timestamp, metrics, error } = observation;
  let sampled = false;
  const trends: Series<number | bigint>[] = [];
  for (let i = 0; i < needs.trends.length; i++) {
    const { field, reach } = needs.trends[i] as Need;
    const series = past.trends[i] as Series<number | bigint>;
    const value = error === null ? metrics.get(field) : undefined;
    const taken = value !== undefined && isNumeric(value);
    trends.push(keepNewest(taken ? insert(series, timestamp, value) : series, reach));
    sampled ||= taken;
  }
  const histories: Series<MetricValue>[] = [];
  for (let i = 0; i < needs.histories.length; i++) {
    const { field, reach } = needs.histories[i] as Need;
    const series = past.histories[i] as Series<MetricValue>;
    const value = error === null ? metrics.get(field) : undefined;
    const grown = value === undefined ? series : insert(series, timestamp, value);
    histories.push(dropBefore(grown, newest - reach));
    sampled ||= value !== undefined;
  }
  const bare = sampled ? past.bare : insert(past.bare, timestamp, 0);
  return { fields: past.fields, bare: bareFrom(bare, needs, trends, newest), trends, histories };
}

/** The Past without what no rule can need at a timestamp newer than `newest`. */
export function forget(past: Past, needs: Needs, newest: number): Past {
  if (!looksBack(past)) return past;
  const trends = past.trends.map((series, i) => keepNewest(series, needs.trends[i]?.reach ?? 0));
  const histories = past.histories.map((series, i) =>
    dropBefore(series, newest - (needs.histories[i]?.reach ?? 0)),
  );
  return { fields: past.fields, bare: bareFrom(past.bare, needs, trends, newest), trends, histories };
}

/** Results that can join no sample that matters any more are forgotten: nobody need know them again. */
function bareFrom(
  bare: Series<number>,
  needs: Needs,
  trends: Past['trends'],
  newest: number,
): Series<number> {
  if (bare.length === 0) return bare;
  let floor = newest;
  for (const { reach } of needs.histories) floor = Math.min(floor, newest - reach);
  needs.trends.forEach(({ reach }, i) => {
    const series = trends[i];
    const oldest = series && series.length >= reach ? oldestTime(series) : undefined;
    floor = Math.min(floor, oldest ?? -Infinity);
  });
  return keepNewest(dropBefore(bare, floor), bareLimit);
}
