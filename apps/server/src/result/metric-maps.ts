import type { Result } from '@panto/model';

/** The metrics of a Result by type. */
export type MetricMaps = Pick<Result, 'ints' | 'floats' | 'strings' | 'bools'>;

const beyond64Bits = 2n ** 63n;

/** Metrics from typed JSON (whole numbers are bigint), or what is wrong with them. */
export function metricMapsOf(value: unknown): MetricMaps | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'metrics: must be an object of names and values';
  }
  const ints = emptyMap<number | bigint>();
  const floats = emptyMap<number>();
  const strings = emptyMap<string>();
  const bools = emptyMap<boolean>();
  for (const [name, metric] of Object.entries(value) as [string, unknown][]) {
    if (typeof metric === 'bigint') {
      if (metric >= beyond64Bits || metric < -beyond64Bits)
        return `metrics.${name}: ${metric} does not fit into 64 bits`;
      ints[name] = Number.isSafeInteger(Number(metric)) ? Number(metric) : metric;
    } else if (typeof metric === 'number') floats[name] = metric;
    else if (typeof metric === 'string') strings[name] = metric;
    else if (typeof metric === 'boolean') bools[name] = metric;
    else return `metrics.${name}: must be a number, text, true or false`;
  }
  return { ints, floats, strings, bools };
}

/** Metric names are untrusted: the maps have no prototype. */
function emptyMap<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}
