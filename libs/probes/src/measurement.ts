import type { MetricMaps, Outcome } from './probe';

/** What one execution of a Probe contributes to a Result: metrics, or why it could not run. */
export interface Measurement extends MetricMaps {
  readonly error: string | null;
}

/** Maximum length of a string metric, in UTF-16 units. */
const longestString = 1024;

/** The measurement of a Probe that could not run. */
export function unmeasured(error: string): Measurement {
  return { ints: {}, floats: {}, strings: {}, bools: {}, error: clip(error) };
}

/** The measurement of an outcome: adds what every Result has, clips strings, omits numbers that are not finite. */
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

/** Drops control characters and lone surrogates, also at the cut: strings are UTF-8 on the wire. */
function clip(text: string): string {
  const cut = text.slice(0, longestString);
  return cut.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
}
