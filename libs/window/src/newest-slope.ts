import { newest, type Series } from './series';
import { slope } from './slope';
import { unwrapCounter } from './unwrap-counter';

/** What to compute a slope over. */
export interface SlopeOptions {
  /** How many of the newest samples. */
  readonly last: number;
  /** The values are readings of a counter: a value lower than the one before is a reset. */
  readonly counter: boolean;
  /** Spacing of the samples on the x axis: their times in seconds, or 1 from each to the next. */
  readonly over: 'seconds' | 'occurrences';
}

/**
 * The points of the line, overwritten by every slope: this runs for every Result, so it allocates no lists.
 */
let [xs, ys] = pointsFor(256);

/** Slope of the line through the newest samples; undefined if there are too few, NaN if there is no slope. */
export function newestSlope(series: Series<number | bigint>, options: SlopeOptions): number | undefined {
  const { last, counter, over } = options;
  const found = newest(series, last);
  if (found === undefined) return undefined;
  if (last > xs.length) [xs, ys] = pointsFor(2 * last);
  const { times, values, from } = found;
  const oldest = times[from] as number;
  for (let i = 0; i < last; i++) {
    xs[i] = over === 'seconds' ? ((times[from + i] as number) - oldest) / 1000 : i;
    ys[i] = Number(values[from + i]);
  }
  if (counter) unwrapCounter(values, from, ys, last);
  return slope(xs, ys, last);
}

function pointsFor(size: number): [Float64Array, Float64Array] {
  return [new Float64Array(size), new Float64Array(size)];
}
