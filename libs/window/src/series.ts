/** Some samples in strictly growing order of time. */
interface Chunk<Value> {
  readonly times: readonly number[];
  readonly values: readonly Value[];
}

/**
 * Samples of one field in strictly growing order of time (ms). Persistent: every change gives a new Series
 * that shares the closed chunks with the old one, so that adding a sample copies at most one open chunk.
 */
export interface Series<Value> {
  readonly closed: readonly Chunk<Value>[];
  readonly open: Chunk<Value>;
  readonly length: number;
}

/** One sample. */
export interface Sample<Value> {
  readonly time: number;
  readonly value: Value;
}

/** How many samples a closed chunk holds. */
const chunkSize = 32;

const emptySeries: Series<never> = { closed: [], open: { times: [], values: [] }, length: 0 };

/** A Series without samples. */
export function seriesOf<Value>(): Series<Value> {
  return emptySeries;
}

/** All samples, oldest first. */
export function samples<Value>(series: Series<Value>): Sample<Value>[] {
  return [...series.closed, series.open].flatMap(({ times, values }) =>
    times.map((time, i) => ({ time, value: values[i] as Value })),
  );
}

/** Builds a Series from samples in strictly growing order of time. */
export function seriesFrom<Value>(list: readonly Sample<Value>[]): Series<Value> {
  return list.reduce<Series<Value>>((series, { time, value }) => append(series, time, value), seriesOf());
}

/** Adds a sample newer than all others. */
function append<Value>(series: Series<Value>, time: number, value: Value): Series<Value> {
  const { closed, open, length } = series;
  if (open.times.length < chunkSize) {
    return {
      closed,
      open: { times: [...open.times, time], values: [...open.values, value] },
      length: length + 1,
    };
  }
  return { closed: [...closed, open], open: { times: [time], values: [value] }, length: length + 1 };
}

/** Adds a sample at its place in time; where one stands already, the first one stays. */
export function insert<Value>(series: Series<Value>, time: number, value: Value): Series<Value> {
  const newest = newestTime(series);
  if (newest === undefined || time > newest) return append(series, time, value);
  if (has(series, time)) return series;
  const list = samples(series);
  const place = list.findIndex((sample) => sample.time > time);
  return seriesFrom([...list.slice(0, place), { time, value }, ...list.slice(place)]);
}

/** The time of the newest sample. */
export function newestTime<Value>(series: Series<Value>): number | undefined {
  return series.open.times.at(-1) ?? series.closed.at(-1)?.times.at(-1);
}

/** The time of the oldest sample. */
export function oldestTime<Value>(series: Series<Value>): number | undefined {
  return series.closed[0]?.times[0] ?? series.open.times[0];
}

/** Whether a sample stands at exactly this time. */
export function has<Value>(series: Series<Value>, time: number): boolean {
  const chunk = chunkAt(series, time);
  return chunk.times[firstNotBefore(chunk.times, time)] === time;
}

/** The sample nearest to a time, the earlier of two equally near. */
export function nearest<Value>(series: Series<Value>, time: number): Sample<Value> | undefined {
  const chunk = chunkAt(series, time);
  const place = firstNotBefore(chunk.times, time);
  const after = sampleAt(chunk, place);
  const before = place > 0 ? sampleAt(chunk, place - 1) : lastBefore(series, chunk);
  if (before === undefined) return after;
  if (after === undefined) return before;
  return after.time - time < time - before.time ? after : before;
}

/** The newest `count` samples, oldest first; undefined when there are fewer. */
export function newest<Value>(series: Series<Value>, count: number): Sample<Value>[] | undefined {
  if (series.length < count) return undefined;
  const taken: Sample<Value>[] = [];
  for (let c = series.closed.length; c >= 0 && taken.length < count; c--) {
    const chunk = series.closed[c] ?? series.open;
    for (let i = chunk.times.length - 1; i >= 0 && taken.length < count; i--) {
      taken.push({ time: chunk.times[i] as number, value: chunk.values[i] as Value });
    }
  }
  return taken.reverse();
}

/** Forgets samples before `floor`, a chunk at a time: some older ones may stay. */
export function dropBefore<Value>(series: Series<Value>, floor: number): Series<Value> {
  let drop = 0;
  while ((series.closed[drop]?.times.at(-1) ?? Infinity) < floor) drop += 1;
  return dropChunks(series, drop);
}

/** Forgets the oldest samples beyond `count`, a chunk at a time: some more may stay. */
export function keepNewest<Value>(series: Series<Value>, count: number): Series<Value> {
  let drop = 0;
  let left = series.length;
  for (const chunk of series.closed) {
    if (left - chunk.times.length < count) break;
    left -= chunk.times.length;
    drop += 1;
  }
  return dropChunks(series, drop);
}

function dropChunks<Value>(series: Series<Value>, drop: number): Series<Value> {
  if (drop === 0) return series;
  const gone = series.closed.slice(0, drop).reduce((sum, chunk) => sum + chunk.times.length, 0);
  return { closed: series.closed.slice(drop), open: series.open, length: series.length - gone };
}

/** The first chunk that ends at or after a time, or the open one. */
function chunkAt<Value>(series: Series<Value>, time: number): Chunk<Value> {
  let low = 0;
  let high = series.closed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((series.closed[middle]?.times.at(-1) as number) < time) low = middle + 1;
    else high = middle;
  }
  return series.closed[low] ?? series.open;
}

/** Index of the first time that is not before the one given. */
function firstNotBefore(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sampleAt<Value>(chunk: Chunk<Value>, index: number): Sample<Value> | undefined {
  const time = chunk.times[index];
  return time === undefined ? undefined : { time, value: chunk.values[index] as Value };
}

/** The last sample of the chunk that stands before the one given. */
function lastBefore<Value>(series: Series<Value>, chunk: Chunk<Value>): Sample<Value> | undefined {
  const index = chunk === series.open ? series.closed.length : series.closed.indexOf(chunk);
  const before = series.closed[index - 1];
  return before && sampleAt(before, before.times.length - 1);
}
