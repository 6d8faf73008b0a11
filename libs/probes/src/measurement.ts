import type { MetricMaps, Outcome } from './probe';

/** What one execution of a Probe gives a Result: metrics, or why it could not run. */
export interface Measurement extends MetricMaps {
  readonly error: string | null;
}

/** Longest string metric, in UTF-16 units. */
const longestString = 1024;

/** The measurement of a Probe that could not run. */
export function unmeasured(error: string): Measurement {
  return { ints: {}, floats: {}, strings: {}, bools: {}, error: clip(error) };
}

/** The measurement of an outcome: adds what every Result has, clips strings, leaves out numbers that are none. */
export function toMeasurement(outcome: Outcome, seconds: number): Measurement {
  const { failure, metrics } = outcome;
  const strings = {
    ...metrics.strings,
    ...(failure && { failure: failure.reason, 'failure-text': failure.text }),
  };
  const floats = Object.entries({ ...metrics.floats, 'duration-seconds': seconds });
  return {
    ints: { ...metrics.ints },
    floats: Object.fromEntries(floats.filter(([, value]) => Number.isFinite(value))),
    strings: Object.fromEntries(Object.entries(strings).map(([name, value]) => [name, clip(value)])),
    bools: { ...metrics.bools, up: failure === null },
    error: null,
  };
}

/** Control characters go, and halves of surrogate pairs, also at the cut: strings are UTF-8 on the wire. */
function clip(text: string): string {
  const cut = text.slice(0, longestString);
  return cut.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
}
