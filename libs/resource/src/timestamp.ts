const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](?:[01]\d|2[0-3]):\d{2}:\d{2}(?:[.,]\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/**
 * 9999-12-31: the last day RFC 3339 can express. Far later times are not valid Dates and cannot be formatted.
 */
const latest = 253_402_300_799_999;

/**
 * Parses RFC 3339 (finer than ms is cut off) or a whole number of ms to ms since 1970; undefined: neither.
 */
export function parseTimestamp(value: unknown): number | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value >= 0 && value <= latest ? value : undefined;
  const parts = typeof value === 'string' ? rfc3339.exec(value) : null;
  if (parts === null) return undefined;
  const [text, year, month, day] = parts;
  // Date.parse accepts the 30th of February as a day in March.
  if (Number(day) > daysOf(Number(year), Number(month))) return undefined;
  const ms = Date.parse(text.toUpperCase().replace(' ', 'T').replace(',', '.'));
  return ms >= 0 && ms <= latest ? ms : undefined;
}

/** Days of a month, 1 to 12. */
const daysOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
