import type { MetricValue, Observation, Result } from '@panto/model';
import { defaultMetricLimits, type MetricLimits } from './metric-limits';

/** Why a decoded Result is refused. */
export type ObservationReason =
  'ambiguous-metric' | 'too-many-metrics' | 'bad-metric-name' | 'text-too-long' | 'timestamp-out-of-range';

/** Why there is no Observation. */
type Refused = { readonly ok: false; readonly reason: ObservationReason; readonly detail: string };

/** An Observation, or why the Result is not one. */
export type Observed = { readonly ok: true; readonly value: Observation } | Refused;

/** 9999-12-31: the last day that RFC 3339 can represent. */
const latest = 253_402_300_799_999;

const refuse = (reason: ObservationReason, detail: string): Refused => ({ ok: false, reason, detail });

/** A Result as the folds see it: the four typed maps joined into one, in the order ints, floats, strings, bools. */
export function observationOf(
  result: Result,
  arrival: number,
  limits: MetricLimits = defaultMetricLimits,
): Observed {
  const { timestamp, error, agent } = result;
  if (timestamp < 0 || timestamp > latest) {
    return refuse(
      'timestamp-out-of-range',
      `timestamp ${timestamp} is not a time in ms between 1970 and the year 9999`,
    );
  }
  const tooLong = errorFault(error, limits);
  if (tooLong !== undefined) return tooLong;
  if (agent !== null && agent.length > limits.name) {
    return refuse('text-too-long', `agent has ${agent.length} characters; at most ${limits.name} are taken`);
  }
  const metrics = new Map<string, MetricValue>();
  for (const kind of ['ints', 'floats', 'strings', 'bools'] as const) {
    const map: Readonly<Record<string, MetricValue>> = result[kind];
    for (const name of Object.keys(map)) {
      const value = map[name];
      if (value === undefined) continue;
      if (metrics.has(name)) {
        return refuse('ambiguous-metric', `${JSON.stringify(name)} is in ${kind} and in another map, too`);
      }
      const fault = faultOf(kind, name, value, metrics.size, limits);
      if (fault !== undefined) return fault;
      metrics.set(name, value);
    }
  }
  return { ok: true, value: { timestamp, arrival, metrics, error } };
}

/** Why metrics and an error that were read elsewhere are more than a Result may hold; undefined: they are not. */
export function excessOf(
  { metrics, error }: Pick<Observation, 'metrics' | 'error'>,
  limits: MetricLimits = defaultMetricLimits,
): Refused | undefined {
  const tooLong = errorFault(error, limits);
  if (tooLong !== undefined) return tooLong;
  let before = 0;
  for (const [name, value] of metrics) {
    const fault = faultOf('metrics', name, value, before, limits);
    if (fault !== undefined) return fault;
    before += 1;
  }
  return undefined;
}

function errorFault(error: string | null, limits: MetricLimits): Refused | undefined {
  return error === null || error.length <= limits.text
    ? undefined
    : refuse('text-too-long', `error has ${error.length} characters; at most ${limits.text} are taken`);
}

/** `before`: how many metrics of the Result come before this one. */
function faultOf(
  kind: string,
  name: string,
  value: MetricValue,
  before: number,
  limits: MetricLimits,
): Refused | undefined {
  if (name.length === 0 || name.length > limits.name) {
    return refuse('bad-metric-name', `a name in ${kind} has ${name.length} characters; 1 to ${limits.name}`);
  }
  if (before >= limits.metrics) {
    return refuse('too-many-metrics', `more than ${limits.metrics} metrics in one result`);
  }
  if (typeof value === 'string' && value.length > limits.text) {
    return refuse(
      'text-too-long',
      `${JSON.stringify(name)} has ${value.length} characters; at most ${limits.text}`,
    );
  }
  return undefined;
}
