import { parse, stringify } from 'lossless-json';

/** Parses JSON to plain values; whole numbers that a double cannot hold exactly become bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  return read(text, (digits) => narrow(digits));
}

/** Parses JSON to plain values with every whole number as a bigint, so that 1 and 1.0 differ. */
export function parseTypedJson(text: string): unknown {
  return read(text, (digits) => digits);
}

/** Formats plain values, bigint included, as JSON. */
export function formatJson(value: unknown, space?: number): string {
  return stringify(value, undefined, space) ?? 'null';
}

/** JSON with sorted keys: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return formatJson(sorted(value));
}

function read(text: string, whole: (digits: bigint) => number | bigint): unknown {
  // Digits alone are a whole number and keep all their digits; all other numbers are doubles.
  const parseNumber = (literal: string): number | bigint => {
    if (/^-?\d+$/.test(literal)) return whole(BigInt(literal));
    const value = Number(literal);
    if (!Number.isFinite(value)) throw new SyntaxError(`Number ${literal} is too large`);
    return value;
  };
  try {
    return parse(text, undefined, { parseNumber });
  } catch (error) {
    // The only other error the parser throws: nesting deeper than the stack.
    if (error instanceof RangeError) throw new SyntaxError('JSON is nested too deeply');
    throw error;
  }
}

/** A number if it can hold the value exactly, else the bigint itself. */
export function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
