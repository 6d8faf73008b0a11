const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** ms since 1970 of RFC 3339 text (finer than ms is cut off) or of a whole number of ms; undefined: neither. */
export function parseTimestamp(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !rfc3339.test(value)) return undefined;
  const ms = Date.parse(value.toUpperCase().replace(' ', 'T').replace(',', '.'));
  return Number.isNaN(ms) ? undefined : ms;
}
