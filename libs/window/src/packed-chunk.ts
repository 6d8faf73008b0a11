import { deltaLimit, DeltaReader, deltaTail, deltaText, joined } from './delta-text';

/** One sample. */
export interface Sample<Value> {
  readonly time: number;
  readonly value: Value;
}

/** The samples on both sides of a time. */
export interface Around<Value> {
  /** The last sample before it. */
  readonly before: Sample<Value> | undefined;
  /** The first sample at or after it. */
  readonly after: Sample<Value> | undefined;
}

/** Immutable samples in a compact form. Plain data. */
export interface PackedChunk<Value> {
  /** Time of the first sample, ms. */
  readonly from: number;
  readonly count: number;
  /** Second-order differences of the times: a steady interval costs nothing. */
  readonly times: string;
  /** Values are whole numbers divided by 10 to this power. */
  readonly scale: number;
  /** Differences between those whole numbers; the values themselves where that would not be exact. */
  readonly values: string | readonly Value[];
  /** Where the last search ended: searches move forward with time. Not part of the data, and never stored. */
  cursor?: ChunkReader<Value> | undefined;
  /** The end of the chunk; if absent, found by reading the whole chunk. Not part of the data, and never stored. */
  end?: ChunkEnd | undefined;
}

/** The last sample of a chunk, in the terms in which the next one is encoded. */
export interface ChunkEnd {
  readonly time: number;
  /** Its distance from the sample before it, ms. */
  readonly distance: number;
  /** Its value as a whole number; 0 where values are not packed. */
  readonly whole: number;
}

/** Maximum number of decimals of a packed value. */
const mostDecimals = 9;

const powers = Array.from({ length: mostDecimals + 1 }, (_, scale) => Number(`1e${scale}`));

/** Packs samples in strictly increasing order of time; at least one. */
export function packed<Value>(times: readonly number[], values: readonly Value[]): PackedChunk<Value> {
  const from = times[0] ?? 0;
  const chunk = { from, count: times.length, times: distances(times), cursor: undefined, end: undefined };
  const scale = scaleOf(values);
  if (scale === undefined) return { ...chunk, scale: 0, values: [...values] };
  const power = powers[scale] ?? 1;
  const wholes = values.map((value) => Math.round(Number(value) * power));
  const rest = wholes.slice(1).map((whole, i) => whole - (wholes[i] ?? 0));
  return { ...chunk, scale, values: deltaText(wholes[0] ?? 0, rest) };
}

/**
 * The chunk with newer samples appended, without repacking; undefined: their values do not fit its encoding.
 */
export function extended<Value>(
  chunk: PackedChunk<Value>,
  times: readonly number[],
  values: readonly Value[],
): PackedChunk<Value> | undefined {
  const { scale } = chunk;
  if (chunk.count < 2) return undefined;
  const { time, distance, whole } = (chunk.end ??= new ChunkReader(chunk).toEnd());
  const packedValues =
    typeof chunk.values === 'string'
      ? moreWholes(chunk.values, whole, values, scale)
      : [...chunk.values, ...values];
  if (packedValues === undefined) return undefined;
  const last = times.at(-1) ?? time;
  const power = typeof packedValues === 'string' ? (powers[scale] ?? 1) : 0;
  const longer: PackedChunk<Value> = {
    from: chunk.from,
    count: chunk.count + times.length,
    times: joined(chunk.times, deltaTail(distancesAfter(time, distance, times))),
    scale,
    values: packedValues,
    cursor: chunk.cursor,
    end: {
      time: last,
      distance: last - (times.at(-2) ?? time),
      whole: Math.round(Number(values.at(-1) ?? 0) * power),
    },
  };
  // Whoever still holds the shorter chunk searches it from its beginning.
  chunk.cursor = undefined;
  longer.cursor?.goOn(longer);
  return longer;
}

/** Delta text with more values appended; undefined: they are not whole numbers at this scale. */
function moreWholes(
  text: string,
  last: number,
  values: readonly unknown[],
  scale: number,
): string | undefined {
  const power = powers[scale] ?? 1;
  const deltas: number[] = [];
  let before = last;
  for (const value of values) {
    if (typeof value !== 'number' || Object.is(value, -0) || !isExact(value, scale)) return undefined;
    const whole = Math.round(value * power);
    deltas.push(whole - before);
    before = whole;
  }
  return joined(text, deltaTail(deltas));
}

/** Reads the samples of a chunk from the first; `nextValue` may be called as often as `nextTime` was. */
export class ChunkReader<Value> {
  private readonly times: DeltaReader;
  private readonly deltas: DeltaReader | undefined;
  private list: readonly Value[];
  private readonly power: number;
  private distance = 0;
  private time: number;
  private whole = 0;
  private timesRead = 0;
  private valuesRead = 0;
  private count: number;
  /** State of `seek`: the sample read last, if it has not been passed, and the one before it. */
  private stands = false;
  private value: Value | undefined;
  private passed = false;
  private timeBefore = 0;
  private valueBefore: Value | undefined;

  constructor(chunk: PackedChunk<Value>) {
    this.count = chunk.count;
    this.times = new DeltaReader(chunk.times);
    this.time = chunk.from;
    this.power = powers[chunk.scale] ?? 1;
    this.deltas = typeof chunk.values === 'string' ? new DeltaReader(chunk.values) : undefined;
    this.list = typeof chunk.values === 'string' ? [] : chunk.values;
  }

  /** Continues in a chunk that starts with the previous one and has more samples. */
  goOn({ count, times, values }: PackedChunk<Value>): void {
    this.count = count;
    this.times.goOn(times);
    if (typeof values === 'string') this.deltas?.goOn(values);
    else this.list = values;
  }

  /** Whether a search for a time can continue from here: it has not been passed. */
  canSeek(time: number): boolean {
    return !this.passed || this.timeBefore < time;
  }

  /** The last sample before a time, and the first at or after it. After a seek, a reader can only seek. */
  seek(time: number): Around<Value> {
    // No sample object is created on the way: an object kept between searches would outlive the young
    // generation.
    for (;;) {
      if (!this.stands) {
        if (this.timesRead >= this.count) break;
        this.nextTime();
        this.value = this.nextValue();
        this.stands = true;
      }
      if (this.time >= time) break;
      this.stands = false;
      this.passed = true;
      this.timeBefore = this.time;
      this.valueBefore = this.value;
    }
    return {
      before: this.passed ? { time: this.timeBefore, value: this.valueBefore as Value } : undefined,
      after: this.stands ? { time: this.time, value: this.value as Value } : undefined,
    };
  }

  /** Reads what `seek` will read first; see `prefetch`. */
  prefetch(): number {
    const { time, timeBefore, whole, times, deltas } = this;
    return time + timeBefore + whole + times.prefetch() + (deltas?.prefetch() ?? 0);
  }

  /** Reads the rest, and returns the end of the chunk. */
  toEnd(): ChunkEnd {
    while (this.timesRead < this.count) this.nextTime();
    while (this.valuesRead < this.count) this.nextValue();
    return { time: this.time, distance: this.distance, whole: this.whole };
  }

  /** Time of the next sample, ms. */
  nextTime(): number {
    if (this.timesRead > 0) {
      this.distance += this.times.next();
      this.time += this.distance;
    }
    this.timesRead += 1;
    return this.time;
  }

  /** Value of the next sample. */
  nextValue(): Value {
    this.valuesRead += 1;
    if (this.deltas === undefined) return this.list[this.valuesRead - 1] as Value;
    this.whole += this.deltas.next();
    // Only numbers are delta-encoded.
    return (this.whole / this.power) as Value;
  }
}

/** Second-order differences: 0 for a steady interval. The first number is the first difference itself. */
function distances(times: readonly number[]): string {
  const [from = 0, second = from] = times;
  return deltaText(second - from, distancesAfter(second, second - from, times.slice(2)));
}

/** Second-order differences of the times after a time, whose distance from its predecessor is given. */
function distancesAfter(time: number, distance: number, times: readonly number[]): number[] {
  const deltas: number[] = [];
  let [last, step] = [time, distance];
  for (const next of times) {
    deltas.push(next - last - step);
    step = next - last;
    last = next;
  }
  return deltas;
}

/** The fewest decimals with which all values are restored exactly; undefined: none. */
function scaleOf(values: readonly unknown[]): number | undefined {
  let scale = 0;
  for (const value of values) {
    if (typeof value !== 'number' || Object.is(value, -0)) return undefined;
    while (!isExact(value, scale)) {
      scale += 1;
      if (scale > mostDecimals) return undefined;
    }
  }
  // A value with few decimals may be too large for the scale of another.
  return values.every((value) => isExact(Number(value), scale)) ? scale : undefined;
}

function isExact(value: number, scale: number): boolean {
  const power = powers[scale] ?? 1;
  const whole = Math.round(value * power);
  return Math.abs(whole) < deltaLimit / 2 && whole / power === value;
}
