/** A time during which the UTC offset of a zone does not change, ms. */
export interface OffsetPiece {
  readonly from: number;
  readonly until: number;
  /** How far local time is ahead of UTC, ms. */
  readonly offset: number;
}

const hour = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a time zone of this name exists; a UTC offset is not one. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** How far the local time of a zone is ahead of UTC at a moment, ms. */
export function offsetAt(zone: string, time: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(time / 1000) * 1000;
}

/** Splits a time into pieces of constant UTC offset. Changes are more than twelve hours apart. */
export function offsetPieces(
  zone: string,
  { from, until }: { readonly from: number; readonly until: number },
): readonly OffsetPiece[] {
  const pieces: OffsetPiece[] = [];
  let [begin, offset] = [from, offsetAt(zone, from)];
  for (let at = from; at < until; at = Math.min(until, at + 12 * hour)) {
    const next = Math.min(until, at + 12 * hour);
    const later = offsetAt(zone, next);
    if (later === offset) continue;
    const change = changeBetween(zone, at, next);
    pieces.push({ from: begin, until: change, offset });
    [begin, offset] = [change, later];
  }
  return [...pieces, { from: begin, until, offset }];
}

/** The moment of the offset change between two moments with different offsets. */
function changeBetween(zone: string, before: number, after: number): number {
  const offset = offsetAt(zone, before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

/** Cached: making one takes longer than using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
