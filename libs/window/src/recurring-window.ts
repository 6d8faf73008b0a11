import { offsetAt, offsetPieces, type OffsetPiece } from './time-zone';

/** Days of the week as resources write them, in the order of ISO 8601. */
export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A day of the week. */
export type DayName = (typeof dayNames)[number];

/** A recurring window: whenever the local time of a time zone is within it. */
export interface RecurringWindow {
  /** The days on which it begins. */
  readonly days: readonly DayName[];
  /** Minute of the day at which it begins. */
  readonly from: number;
  /** Minute before which it ends, 1440 for midnight; if not after `from`, it ends on the next day. */
  readonly to: number;
  /** IANA name of the time zone. */
  readonly timezone: string;
}

/** A span of time [from, until), ms. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

const minute = 60_000;
const minutesOfDay = 1440;
const day = minutesOfDay * minute;
/**
 * A window in force may have begun this long ago, ms: windows of all days but one can follow each other
 * without a gap.
 */
const behind = 8 * day;
/** How far to search for the next one, ms: a week, and another where a clock change skips one. */
const ahead = 15 * day;

/** The window that contains a moment; undefined: none does. */
export function windowAt(window: RecurringWindow, time: number): Span | undefined {
  if (!standsIn(window, time + offsetAt(window.timezone, time))) return undefined;
  return nextWindow(window, time);
}

/** The window that contains a moment, or else the next one. */
export function nextWindow(window: RecurringWindow, time: number): Span | undefined {
  const pieces = offsetPieces(window.timezone, { from: time - behind, until: time + ahead });
  return joined(pieces.flatMap((piece) => spansIn(window, piece))).find(({ until }) => until > time);
}

/** Whether a local time, in ms since 1970 of that clock, is within the window. */
function standsIn(window: RecurringWindow, wall: number): boolean {
  return spansOf(window, Math.floor(wall / day)).some(({ from, until }) => from <= wall && wall < until);
}

/** The windows within a time of constant UTC offset. */
function spansIn(window: RecurringWindow, { from, until, offset }: OffsetPiece): readonly Span[] {
  const first = Math.floor((from + offset) / day);
  const count = Math.floor((until + offset) / day) - first + 1;
  return Array.from({ length: count }, (_, i) => spansOf(window, first + i))
    .flat()
    .map((wall) => ({
      from: Math.max(from, wall.from - offset),
      until: Math.min(until, wall.until - offset),
    }))
    .filter((span) => span.from < span.until);
}

/** The parts of windows that fall on a date (days since 1970) in local time, from that day or the day before. */
function spansOf({ days, from, to }: RecurringWindow, date: number): readonly Span[] {
  const length = (to > from ? to : to + minutesOfDay) - from;
  return [date - 1, date].flatMap((first) => {
    const start = first * day + from * minute;
    const span = {
      from: Math.max(start, date * day),
      until: Math.min(start + length * minute, (date + 1) * day),
    };
    return days.includes(dayOf(first)) && span.from < span.until ? [span] : [];
  });
}

/** The first day of 1970 was a Thursday. */
function dayOf(date: number): DayName {
  return dayNames[(((date + 3) % 7) + 7) % 7] ?? 'mon';
}

/** Merges spans that follow each other without a gap. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last === undefined || last.until < span.from) all.push(span);
    else all[all.length - 1] = { from: last.from, until: Math.max(last.until, span.until) };
  }
  return all;
}
