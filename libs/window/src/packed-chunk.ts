import { deltaLimit, DeltaReader, deltaText } from './delta-text';

/** One sample. */
export interface Sample<Value> {
  readonly time: number;
  readonly value: Value;
}

/** The samples at both sides of a time. */
export interface Around<Value> {
  /** The last sample before it. */
  readonly before: Sample<Value> | undefined;
  /** The first sample at or after it. */
  readonly after: Sample<Value> | undefined;
}

/** Samples that do not change any more, in few bytes. Plain data. */
export interface PackedChunk<Value> {
  /** Time of the first sample, ms. */
  readonly from: number;
  readonly count: number;
  /** Differences between the distances of the times: a steady interval costs nothing. */
  readonly times: string;
  /** Numbers are whole numbers divided by 10 to this power. */
  readonly scale: number;
  /** Differences between those whole numbers; the values themselves where that would not be exact. */
  readonly values: string | readonly Value[];
  /** Where it was last searched: searches move on with time. No part of the data, and never kept. */
  cursor?: ChunkReader<Value> | undefined;
}

/** Most decimals of a value that is packed. */
const mostDecimals = 9;

const powers = Array.from({ length: mostDecimals + 1 }, (_, scale) => Number(`1e${scale}`));

/** Packs samples in strictly growing order of time; at least one. */
export function packed<Value>(times: readonly number[], values: readonly Value[]): PackedChunk<Value> {
  const from = times[0] ?? 0;
  const chunk = { from, count: times.length, times: distances(times), cursor: undefined };
  const scale = scaleOf(values);
  if (scale === undefined) return { ...chunk, scale: 0, values: [...values] };
  const power = powers[scale] ?? 1;
  const wholes = values.map((value) => Math.round(Number(value) * power));
  const rest = wholes.slice(1).map((whole, i) => whole - (wholes[i] ?? 0));
  return { ...chunk, scale, values: deltaText(wholes[0] ?? 0, rest) };
}

/** Reads the samples of a chunk from its first; `values` may be asked for as often as `times` was. */
export class ChunkReader<Value> {
  private readonly times: DeltaReader;
  private readonly deltas: DeltaReader | undefined;
  private readonly list: readonly Value[];
  private readonly power: number;
  private distance = 0;
  private time: number;
  private whole = 0;
  private timesRead = 0;
  private valuesRead = 0;
  private readonly count: number;
  /** The sample before the one that `seek` stands at. */
  private before: Sample<Value> | undefined;
  private at: Sample<Value> | undefined;

  constructor(chunk: PackedChunk<Value>) {
    this.count = chunk.count;
    this.times = new DeltaReader(chunk.times);
    this.time = chunk.from;
    this.power = powers[chunk.scale] ?? 1;
    this.deltas = typeof chunk.values === 'string' ? new DeltaReader(chunk.values) : undefined;
    this.list = typeof chunk.values === 'string' ? [] : chunk.values;
  }

  /** Whether a search for a time can go on from here: it has not been passed. */
  canSeek(time: number): boolean {
    return this.before === undefined || this.before.time < time;
  }

  /** The last sample before a time, and the first at or after it. A reader that seeks is good for nothing else. */
  seek(time: number): Around<Value> {
    if (this.timesRead === 0) this.step();
    while (this.at !== undefined && this.at.time < time) this.step();
    return { before: this.before, after: this.at };
  }

  private step(): void {
    this.before = this.at;
    this.at = this.timesRead < this.count ? { time: this.nextTime(), value: this.nextValue() } : undefined;
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
    // Only numbers are packed into deltas.
    return (this.whole / this.power) as Value;
  }
}

/** Distances of second order: 0 for a steady interval. The first is the first distance itself. */
function distances(times: readonly number[]): string {
  const rest: number[] = [];
  let distance = 0;
  for (let i = 1; i < times.length; i++) {
    const next = (times[i] ?? 0) - (times[i - 1] ?? 0);
    rest.push(next - distance);
    distance = next;
  }
  return deltaText(rest[0] ?? 0, rest.slice(1));
}

/** The fewest decimals with which all values come back exactly; undefined: they do not. */
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
