import { parse, stringify } from 'lossless-json';

/** JSON as plain values; whole numbers that a double cannot hold exactly are bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  return read(text, (digits) => narrow(digits));
}

/** JSON as plain values of which every whole number is a bigint, so that 1 and 1.0 are told apart. */
export function parseTypedJson(text: string): unknown {
  return read(text, (digits) => digits);
}

/** Plain values, bigint included, as JSON. */
export function formatJson(value: unknown, space?: number): string {
  return stringify(value, undefined, space) ?? 'null';
}

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return formatJson(sorted(value));
}

function read(text: string, whole: (digits: bigint) => number | bigint): unknown {
  // Digits alone are a whole number and keep all their digits, the rest are doubles.
  const parseNumber = (literal: string): number | bigint => {
    if (/^-?\d+$/.test(literal)) return whole(BigInt(literal));
    const value = Number(literal);
    if (!Number.isFinite(value)) throw new SyntaxError(`Number ${literal} is too large`);
    return value;
  };
  try {
    return parse(text, undefined, { parseNumber });
  } catch (error) {
    // The one thing else that the parser throws: nesting deeper than the stack.
    if (error instanceof RangeError) throw new SyntaxError('JSON is nested too deeply');
    throw error;
  }
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
