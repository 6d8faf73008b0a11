import { type Around, ChunkReader, extended, packed, type PackedChunk, type Sample } from './packed-chunk';

/**
 * Samples of one field in strictly increasing order of time (ms). Persistent: every change returns a new
 * Series, and the old one stays as it was. Adding the newest sample costs a push; older samples are packed,
 * one tip at a time.
 */
export interface Series<Value> {
  readonly closed: readonly PackedChunk<Value>[];
  /** The tip: the newest samples, not packed yet. Grows in place; Series that see a prefix of it share it. */
  readonly times: number[];
  readonly values: Value[];
  /** How many samples of the tip belong to this Series; a newer one may have added more. Changed only by `grow`. */
  size: number;
  length: number;
  /** Capacity of the tip before it is packed. */
  readonly room: number;
}

/** Samples, oldest first, as two lists. */
interface Columns<Value> {
  readonly times: readonly number[];
  readonly values: readonly Value[];
}

/** The newest samples: those from an index on. The lists may continue with samples of a newer Series. */
export interface Newest<Value> extends Columns<Value> {
  readonly from: number;
}

/** Number of samples in a tip before it is packed, and in a packed chunk. */
const sizes = { tip: 16, chunk: 256 };

/** An empty Series. `room`: samples that are read again and again should not be packed so soon. */
export function seriesOf<Value>(room = sizes.tip): Series<Value> {
  return { closed: [], times: [], values: [], size: 0, length: 0, room };
}

/** All samples, oldest first. */
export function samples<Value>(series: Series<Value>): Sample<Value>[] {
  const { times, values } = columns(series);
  return times.map((time, i) => ({ time, value: values[i] as Value }));
}

/** Builds a Series from samples in strictly increasing order of time. */
export function seriesFrom<Value>(list: readonly Sample<Value>[], room = sizes.tip): Series<Value> {
  return list.reduce<Series<Value>>((series, { time, value }) => append(series, time, value), seriesOf(room));
}

/** Inserts a sample at its place in time; if there already is one, the first one stays. */
export function insert<Value>(series: Series<Value>, time: number, value: Value): Series<Value> {
  const newest = newestTime(series);
  if (newest === undefined || time > newest) return append(series, time, value);
  if (has(series, time)) return series;
  const list = samples(series);
  const place = list.findIndex((sample) => sample.time > time);
  return seriesFrom([...list.slice(0, place), { time, value }, ...list.slice(place)], series.room);
}

/**
 * Adds a sample newer than all others, in place while the tip has room. Only for the owner of the Series, who
 * shares it with others only through `forked`. Use the returned Series in its place.
 */
export function grow<Value>(series: Series<Value>, time: number, value: Value): Series<Value> {
  const { times, values, size, room } = series;
  if (size >= room || times.length !== size) return append(series, time, value);
  times.push(time);
  values.push(value);
  series.size += 1;
  series.length += 1;
  return series;
}

/** A Series with the same samples for another owner: neither sees what the other adds. */
export function forked<Value>(series: Series<Value>): Series<Value> {
  return { ...series };
}

/** The Series without the samples after a time. */
export function until<Value>(series: Series<Value>, time: number): Series<Value> {
  return seriesFrom(
    samples(series).filter((sample) => sample.time <= time),
    series.room,
  );
}

/** The time of the newest sample. */
export function newestTime<Value>({ closed, times, size }: Series<Value>): number | undefined {
  if (size > 0) return times[size - 1];
  const last = closed.at(-1);
  return last && unpacked(last).times.at(-1);
}

/** The time of the oldest sample. */
export function oldestTime<Value>({ closed, times, size }: Series<Value>): number | undefined {
  return closed[0]?.from ?? (size > 0 ? times[0] : undefined);
}

/** Whether there is a sample at exactly this time. */
export function has<Value>(series: Series<Value>, time: number): boolean {
  return around(series, time).after?.time === time;
}

/** The sample before `limit` that is nearest to a time; the earlier of two equally near. */
export function nearest<Value>(
  series: Series<Value>,
  time: number,
  limit = Infinity,
): Sample<Value> | undefined {
  const { before, after } = around(series, time);
  if (after === undefined || after.time >= limit) return before;
  if (before === undefined) return after;
  return after.time - time < time - before.time ? after : before;
}

/** The newest `count` samples; undefined when there are fewer. */
export function newest<Value>(series: Series<Value>, count: number): Newest<Value> | undefined {
  const { closed, size, length } = series;
  if (length < count) return undefined;
  if (count <= size) return { times: series.times, values: series.values, from: size - count };
  let missing = count - size;
  let chunk = closed.length;
  while (missing > 0) missing -= closed[--chunk]?.count ?? missing;
  const { times, values } = columns({ ...series, closed: closed.slice(chunk) });
  return { times, values, from: times.length - count };
}

/** Drops samples before `floor`, a chunk at a time: some older ones may remain. */
export function dropBefore<Value>(series: Series<Value>, floor: number): Series<Value> {
  const { closed, times, size } = series;
  if (closed.length === 0) return series;
  const afterAll = (size > 0 ? times[0] : undefined) ?? Infinity;
  let drop = 0;
  // A chunk is useless if the next one begins no later than the floor.
  while (drop < closed.length && (closed[drop + 1]?.from ?? afterAll) <= floor) drop += 1;
  return dropChunks(series, drop);
}

/** Drops the oldest samples beyond `count`, a chunk or a full tip at a time: some more may remain. */
export function keepNewest<Value>(series: Series<Value>, count: number): Series<Value> {
  const { size, room } = series;
  if (size >= room && size > count) {
    const times = copied(series.times, size - count, size);
    const values = copied(series.values, size - count, size);
    return { closed: [], times, values, size: count, length: count, room };
  }
  let drop = 0;
  let left = series.length;
  for (const chunk of series.closed) {
    if (left - chunk.count < count) break;
    left -= chunk.count;
    drop += 1;
  }
  return dropChunks(series, drop);
}

/**
 * Copies part of a list that will grow: at the first push, V8 gives a sliced list a third more room than one
 * built by pushes.
 */
function copied<Item>(list: readonly Item[], from: number, until: number): Item[] {
  const copy: Item[] = [];
  for (let i = from; i < until; i++) copy.push(list[i] as Item);
  return copy;
}

function dropChunks<Value>(series: Series<Value>, drop: number): Series<Value> {
  if (drop === 0) return series;
  const gone = series.closed.slice(0, drop).reduce((sum, { count }) => sum + count, 0);
  const { times, values, size, room } = series;
  return { closed: series.closed.slice(drop), times, values, size, length: series.length - gone, room };
}

/** Adds a sample newer than all others. */
function append<Value>(series: Series<Value>, time: number, value: Value): Series<Value> {
  const { closed, times, values, size, length, room } = series;
  if (size >= room) {
    return { closed: withTip(series), times: [time], values: [value], size: 1, length: length + 1, room };
  }
  // Another Series has grown the shared tip: the samples added there are not ours.
  const shared = times.length === size;
  const ownTimes = shared ? times : times.slice(0, size);
  const ownValues = shared ? values : values.slice(0, size);
  ownTimes.push(time);
  ownValues.push(value);
  return { closed, times: ownTimes, values: ownValues, size: size + 1, length: length + 1, room };
}

/** The packed chunks including the tip: in the last one if it has room, else in a new one. */
function withTip<Value>({ closed, size, ...tip }: Series<Value>): readonly PackedChunk<Value>[] {
  const times = tip.times.slice(0, size);
  const values = tip.values.slice(0, size);
  const last = closed.at(-1);
  if (last === undefined) return [packed(times, values)];
  if (last.count + size > sizes.chunk) {
    last.end = undefined;
    return [...closed, packed(times, values)];
  }
  return [...closed.slice(0, -1), extended(last, times, values) ?? repacked(last, times, values)];
}

/** The chunk with newer samples appended, fully repacked. */
function repacked<Value>(
  chunk: PackedChunk<Value>,
  times: readonly number[],
  values: readonly Value[],
): PackedChunk<Value> {
  const old = unpacked(chunk);
  return packed([...old.times, ...times], [...old.values, ...values]);
}

function columns<Value>({ closed, size, ...tip }: Series<Value>): Columns<Value> {
  const times: number[] = [];
  const values: Value[] = [];
  for (const chunk of closed) {
    const list = unpacked(chunk);
    times.push(...list.times);
    values.push(...list.values);
  }
  for (let i = 0; i < size; i++) {
    times.push(tip.times[i] as number);
    values.push(tip.values[i] as Value);
  }
  return { times, values };
}

function unpacked<Value>(chunk: PackedChunk<Value>): Columns<Value> {
  const reader = new ChunkReader(chunk);
  const times: number[] = [];
  const values: Value[] = [];
  for (let i = 0; i < chunk.count; i++) {
    times.push(reader.nextTime());
    values.push(reader.nextValue());
  }
  return { times, values };
}

function around<Value>(series: Series<Value>, time: number): Around<Value> {
  const { closed, size } = series;
  if (size > 0 && (series.times[0] as number) <= time) return inTip(series, time);
  const index = lastFrom(closed, time);
  const passed = closed[index - 1];
  if (passed?.cursor !== undefined) passed.cursor = undefined;
  const chunk = closed[index];
  const found = chunk && inChunk(chunk, time);
  if (found?.after !== undefined) return found;
  const next = closed[index + 1];
  const after = next ? firstOf(next) : size > 0 ? sampleOf(series, 0) : undefined;
  return { before: found?.before, after };
}

function inTip<Value>(series: Series<Value>, time: number): Around<Value> {
  const { times, size } = series;
  let place = size;
  while (place > 0 && (times[place - 1] as number) >= time) place -= 1;
  return {
    before: place > 0 ? sampleOf(series, place - 1) : undefined,
    after: place < size ? sampleOf(series, place) : undefined,
  };
}

function inChunk<Value>(chunk: PackedChunk<Value>, time: number): Around<Value> {
  if (chunk.cursor?.canSeek(time) !== true) chunk.cursor = new ChunkReader(chunk);
  return chunk.cursor.seek(time);
}

/** Index of the last chunk that begins no later than a time; -1: none does. */
function lastFrom(closed: readonly PackedChunk<unknown>[], time: number): number {
  let low = 0;
  let high = closed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((closed[middle]?.from ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function firstOf<Value>(chunk: PackedChunk<Value>): Sample<Value> {
  return { time: chunk.from, value: new ChunkReader(chunk).nextValue() };
}

function sampleOf<Value>({ times, values }: Columns<Value>, index: number): Sample<Value> {
  return { time: times[index] as number, value: values[index] as Value };
}
