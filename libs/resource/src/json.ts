import { parse, stringify } from 'lossless-json';

/** JSON as plain values; whole numbers that a double cannot hold exactly are bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  try {
    return parse(text, undefined, { parseNumber });
  } catch (error) {
    // The one thing else that the parser throws: nesting deeper than the stack.
    if (error instanceof RangeError) throw new SyntaxError('JSON is nested too deeply');
    throw error;
  }
}

/** Plain values, bigint included, as JSON. */
export function formatJson(value: unknown, space?: number): string {
  return stringify(value, undefined, space) ?? 'null';
}

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return formatJson(sorted(value));
}

/** A number of JSON: digits alone are a whole number and keep all their digits, the rest are doubles. */
function parseNumber(text: string): number | bigint {
  if (!/^-?\d+$/.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new SyntaxError(`Number ${text} is too large`);
    return value;
  }
  return narrow(BigInt(text));
}

/** The number for a whole number that it can hold exactly, else the bigint itself. */
export function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
