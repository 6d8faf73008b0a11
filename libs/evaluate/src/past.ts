import type { MetricValue, Observation } from '@panto/model';
import {
  dropBefore,
  forked,
  grow,
  has,
  insert,
  keepNewest,
  oldestTime,
  samples,
  seriesFrom,
  seriesOf,
  type Series,
  until,
} from '@panto/window';
import { isNumeric } from './compare';

/** The fields whose samples are kept, in the order of the Series of a Past. Checks with the same rules share one. */
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

/**
 * The samples that the rules of a Check look back on, and nothing that no rule needs. A Past grows in place
 * with every Result that arrives in order, and belongs to the newest memory that holds it (`ownPast`): an
 * object that is replaced by every Result and lives until the next one costs more in GC than the whole
 * evaluation.
 */
export interface Past {
  readonly fields: Fields;
  /** The newest timestamp it has seen, ms: that of the memory it belongs to. */
  newest: number | null;
  /**
   * Timestamps of results that did not supply a sample of every field (an error, or a missing field) and may
   * still meet a duplicate; the values are 0. Fields forget their samples at different times: a timestamp
   * that only some series held must stay known for as long as it matters to any of them.
   */
  bare: Series<number>;
  /** Numeric values of the fields, exact, for trends. */
  readonly trends: Series<number | bigint>[];
  /** Values of the fields, for histories. */
  readonly histories: Series<MetricValue>[];
}

/** Maximum number of bare timestamps per Check; a duplicate of an older result counts as late. */
const bareLimit = 20_000;

/** An empty Past. */
export const noPast: Past = {
  fields: { trends: [], histories: [] },
  newest: null,
  bare: seriesOf(),
  trends: [],
  histories: [],
};

/**
 * The Past of a memory that has seen results up to `newest`; a copy if another memory has moved on from it.
 */
export function ownPast(past: Past, newest: number | null): Past {
  if (past.newest === newest || !looksBack(past)) return past;
  const known = <Value>(series: Series<Value>) => until(series, newest ?? -Infinity);
  const { fields, bare, trends, histories } = past;
  return { fields, newest, bare: known(bare), trends: trends.map(known), histories: histories.map(known) };
}

/** The Past in the shape the rules need: the samples of their fields, keeping what is known of them. */
export function pastFor(needs: Needs, known: Past): Past {
  const { fields } = needs;
  if (known.fields === fields) return known;
  if (needs.trends.length === 0 && needs.histories.length === 0)
    return { ...noPast, fields, newest: known.newest };
  const trends = needs.trends.map(({ field, reach }) =>
    forked(withRoom(seriesFor(field, known.fields.trends, known.trends), roomFor(reach))),
  );
  const histories = needs.histories.map(({ field }) =>
    forked(seriesFor(field, known.fields.histories, known.histories)),
  );
  const dropped = [
    ...known.trends.filter((_, i) => !fields.trends.includes(known.fields.trends[i] ?? '')),
    ...known.histories.filter((_, i) => !fields.histories.includes(known.fields.histories[i] ?? '')),
  ];
  const bare = forked(dropped.reduce(withTimes, known.bare));
  return { fields, newest: known.newest, bare, trends, histories };
}

function seriesFor<Value>(
  field: string,
  fields: readonly string[],
  known: readonly Series<Value>[],
): Series<Value> {
  return known[fields.indexOf(field)] ?? seriesOf();
}

/** Samples of a dropped field may still meet a duplicate, so their times are kept. */
function withTimes(bare: Series<number>, dropped: Series<unknown>): Series<number> {
  const times = new Set([...samples(bare), ...samples(dropped)].map(({ time }) => time));
  return seriesFrom([...times].sort((a, b) => a - b).map((time) => ({ time, value: 0 })));
}

/** Every evaluation reads all values of a trend, so they stay unpacked unless there are very many. */
const roomFor = (reach: number): number => (reach <= 256 ? reach + 16 : 16);

function withRoom<Value>(series: Series<Value>, room: number): Series<Value> {
  return series.room === room ? series : seriesFrom(samples(series), room);
}

const looksBack = ({ trends, histories }: Past) => trends.length > 0 || histories.length > 0;

/** Whether a result with this timestamp is already held. */
export function isHeld({ bare, trends, histories }: Past, timestamp: number): boolean {
  const holds = (series: Series<unknown>) => has(series, timestamp);
  return holds(bare) || trends.some(holds) || histories.some(holds);
}

/** Adds a result that is newer than all others, in place, and forgets what no rule can need afterwards. */
export function grownBy(past: Past, needs: Needs, { timestamp, metrics, error }: Observation): Past {
  if (!looksBack(past)) return past;
  let isWhole = true;
  for (let i = 0; i < needs.trends.length; i++) {
    const { field, reach } = needs.trends[i] as Need;
    const value = error === null ? metrics.get(field) : undefined;
    if (value === undefined || !isNumeric(value)) {
      isWhole = false;
      continue;
    }
    const series = past.trends[i] as Series<number | bigint>;
    put(past.trends, i, keepNewest(grow(series, timestamp, value), reach));
  }
  for (let i = 0; i < needs.histories.length; i++) {
    const { field, reach } = needs.histories[i] as Need;
    const value = error === null ? metrics.get(field) : undefined;
    const series = past.histories[i] as Series<MetricValue>;
    const grown = value === undefined ? series : grow(series, timestamp, value);
    put(past.histories, i, dropBefore(grown, timestamp - reach));
    isWhole &&= value !== undefined;
  }
  if (!isWhole) past.bare = grow(past.bare, timestamp, 0);
  past.bare = bareFrom(past.bare, needs, past.trends, timestamp);
  past.newest = timestamp;
  return past;
}

/** Writes only on change: every store triggers a GC write barrier. */
function put<Item>(list: Item[], index: number, item: Item): void {
  if (list[index] !== item) list[index] = item;
}

/** A copy of the Past with an older result inserted at its time. An error leaves the samples untouched. */
export function joinedBy(past: Past, needs: Needs, observation: Observation): Past {
  if (!looksBack(past)) return past;
  const { timestamp, metrics, error } = observation;
  const newest = past.newest ?? timestamp;
  const valueOf = (need: Need | undefined) =>
    error === null && need !== undefined ? metrics.get(need.field) : undefined;
  let isWhole = true;
  const trends = past.trends.map((series, i) => {
    const value = valueOf(needs.trends[i]);
    if (value !== undefined && isNumeric(value)) return insert(series, timestamp, value);
    isWhole = false;
    return series;
  });
  const histories = past.histories.map((series, i) => {
    const value = valueOf(needs.histories[i]);
    if (value !== undefined) return insert(series, timestamp, value);
    isWhole = false;
    return series;
  });
  const bare = isWhole ? past.bare : insert(past.bare, timestamp, 0);
  return forget({ fields: past.fields, newest: past.newest, bare, trends, histories }, needs, newest);
}

/** A copy of the Past without anything that no rule can need at a timestamp newer than `newest`. */
export function forget(past: Past, needs: Needs, newest: number): Past {
  if (!looksBack(past)) return past;
  const trends = past.trends.map((series, i) => forked(keepNewest(series, needs.trends[i]?.reach ?? 0)));
  const histories = past.histories.map((series, i) =>
    forked(dropBefore(series, newest - (needs.histories[i]?.reach ?? 0))),
  );
  const bare = forked(bareFrom(past.bare, needs, trends, newest));
  return { fields: past.fields, newest: past.newest, bare, trends, histories };
}

/** Forgets timestamps too old to join any sample that still matters. */
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
