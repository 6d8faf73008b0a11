import { observationOf } from '@panto/avro';
import { isUuid, type Result } from '@panto/model';
import { parseTimestamp, parseTypedJson } from '@panto/resource';
import { z } from 'zod';
import { metricMapsOf } from './metric-maps';

/** A Result for the topic, with its key. */
export interface KeyedResult {
  /** Its position in the body, from 1. */
  readonly line: number;
  readonly check: string;
  readonly result: Result;
}

/** A rejected line, and why. */
export const rejection = z
  .object({
    line: z.int().describe('from 1: the line of the body, or the item of its list'),
    message: z.string(),
  })
  .readonly();

/** A rejected line, and why. */
export type Rejection = z.output<typeof rejection>;

/** The contents of a body of Results. */
export interface ResultBody {
  readonly accepted: readonly KeyedResult[];
  readonly rejected: readonly Rejection[];
}

/** How the reader finds what a Result does not contain. */
export interface ResultSurrounding {
  /** The UUID of the Check with a name, or a sentence saying why there is none. */
  readonly checkNamed: (name: string) => { readonly id: string } | { readonly message: string };
  /** Timestamp for Results without one, ms. */
  readonly now: number;
}

const fields = ['check', 'timestamp', 'metrics', 'error'];

/**
 * Reads Results: JSON objects, one per line, or a JSON list of them. Each is accepted or rejected on its own.
 */
export function readResults(body: string, surrounding: ResultSurrounding): ResultBody {
  const accepted: KeyedResult[] = [];
  const rejected: Rejection[] = [];
  for (const [line, value] of items(body)) {
    const read =
      value instanceof SyntaxError ? `this is not JSON: ${value.message}` : readResult(value, surrounding);
    if (typeof read === 'string') rejected.push({ line, message: read });
    else accepted.push({ line, ...read });
  }
  return { accepted, rejected };
}

/** A list, one object spanning any number of lines, or one object per line. */
function* items(body: string): Generator<readonly [line: number, value: unknown]> {
  const whole = parsed(body);
  if (Array.isArray(whole)) {
    for (const [index, value] of whole.entries()) yield [index + 1, value];
    return;
  }
  if (!(whole instanceof SyntaxError) || body.trimStart().startsWith('[')) {
    return yield [body.slice(0, body.search(/\S/)).split('\n').length, whole];
  }
  for (const [index, text] of body.split('\n').entries()) {
    if (text.trim() !== '') yield [index + 1, parsed(text)];
  }
}

function parsed(text: string): unknown {
  try {
    return parseTypedJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

/** The Result of one object, or what is wrong with it. */
function readResult(
  value: unknown,
  { checkNamed, now }: ResultSurrounding,
): Omit<KeyedResult, 'line'> | string {
  if (!isMap(value)) return 'a Result is a JSON object: {"check": ..., "metrics": {...}}';
  const unknown = Object.keys(value).find((key) => !fields.includes(key));
  if (unknown !== undefined) return `unknown key "${unknown}"; the keys are ${fields.join(', ')}`;
  const { check, error = null, metrics } = value;
  if (typeof check !== 'string' || check === '') return 'check: must be the UUID or the name of a Check';
  const timestamp = value.timestamp === undefined ? now : timestampOf(value.timestamp);
  if (timestamp === undefined) return 'timestamp: must be RFC 3339 text or whole ms since 1970';
  if (error !== null && typeof error !== 'string') return 'error: must be text';
  if ((metrics === undefined) === (error === null)) return 'give either metrics or error, not both';
  const maps = metricMapsOf(metrics ?? {});
  if (typeof maps === 'string') return maps;
  const found = isUuid(check.toLowerCase()) ? { id: check.toLowerCase() } : checkNamed(check);
  if ('message' in found) return `check: ${found.message}`;
  const result = { timestamp, ...maps, error, agent: null };
  const observed = observationOf(result, now);
  return observed.ok ? { check: found.id, result } : `${observed.reason}: ${observed.detail}`;
}

function timestampOf(value: unknown): number | undefined {
  return parseTimestamp(typeof value === 'bigint' ? Number(value) : value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
