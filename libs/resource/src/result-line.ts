import { isUuid, type MetricValue, type Metrics } from '@panto/model';
import { parseJson } from './json';
import { parseTimestamp } from './timestamp';

/** One recorded Result, as contained in a line of JSON. */
export interface ResultLine {
  /** UUID of the Check, lower case. */
  readonly check: string;
  /** ms. */
  readonly timestamp: number;
  /** When it arrived, ms, if the recording knows. */
  readonly arrival?: number;
  readonly metrics: Metrics;
  readonly error: string | null;
}

/** A parsed line, or what is wrong with it. */
export type LineReading =
  { readonly ok: true; readonly line: ResultLine } | { readonly ok: false; readonly message: string };

const longest = 2n ** 63n;
const refuse = (message: string): LineReading => ({ ok: false, message });

/**
 * Parses `{"check": UUID, "timestamp": RFC 3339 or ms, "metrics": {...} | "error": "text", "arrival"?: ...}`.
 * Other keys of a recording are ignored.
 */
export function parseResultLine(text: string): LineReading {
  let value: unknown;
  try {
    value = isPlain(text) ? JSON.parse(text) : parseJson(text);
  } catch (error) {
    return refuse(`this is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value))
    return refuse('a line is one JSON object: {"check": ..., "timestamp": ..., "metrics": {...}}');
  const empty = Object.keys(value).find((key) => value[key] === null);
  if (empty !== undefined) return refuse(`${empty}: null has no meaning; omit the key`);
  return readFields(value);
}

function readFields(value: Readonly<Record<string, unknown>>): LineReading {
  const { check, error = null } = value;
  const id = typeof check === 'string' ? check.toLowerCase() : '';
  if (!isUuid(id)) return refuse('check: must be the UUID of a Check');
  const timestamp = parseTimestamp(value.timestamp);
  if (timestamp === undefined) return refuse('timestamp: must be RFC 3339 text or whole ms since 1970');
  const arrival = value.arrival === undefined ? undefined : parseTimestamp(value.arrival);
  if (value.arrival !== undefined && arrival === undefined) {
    return refuse('arrival: must be RFC 3339 text or whole ms since 1970');
  }
  if (error !== null && typeof error !== 'string') return refuse('error: must be text');
  const metrics = readMetrics(value.metrics ?? {});
  if (typeof metrics === 'string') return refuse(metrics);
  if (value.metrics === undefined && error === null) return refuse('metrics or error is missing');
  if (value.metrics !== undefined && error !== null)
    return refuse('there are both metrics and error; give only one');
  return {
    ok: true,
    line: { check: id, timestamp, metrics, error, ...(arrival === undefined ? {} : { arrival }) },
  };
}

/**
 * Whether the built-in parser, many times faster, parses a text exactly: no long digits, no large exponents.
 */
function isPlain(text: string): boolean {
  return !/(?:^|[^.\d])\d{16}|\d[eE][+-]?\d{3}/.test(text);
}

/** The metrics, or what is wrong with them. */
function readMetrics(value: unknown): Metrics | string {
  if (!isObject(value)) return 'metrics: must be an object of names and values';
  const metrics = new Map<string, MetricValue>();
  for (const name of Object.keys(value)) {
    const metric = value[name];
    if (name === '') return 'metrics: a metric needs a name';
    if (!isMetric(metric)) return `metrics.${name}: must be a number, text, true or false`;
    if (typeof metric === 'bigint' && (metric >= longest || metric < -longest)) {
      return `metrics.${name}: ${metric} does not fit into 64 bits`;
    }
    metrics.set(name, metric);
  }
  return metrics;
}

function isMetric(value: unknown): value is MetricValue {
  return ['number', 'bigint', 'string', 'boolean'].includes(typeof value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
