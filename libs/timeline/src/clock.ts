import { formatDuration, parseDuration } from '@panto/resource';
import { Unreadable, type Word } from './words';

const advice = 'write +0s, +90s, +5m or +1h30m: the time since the start of the story';

/** Parses a time on a story's stopwatch, such as `+90s` or `+1h30m`: ms since its start. */
export function readClock({ text, column }: Word, before = false): number {
  const parts = /^([+-])((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)$/.exec(text);
  if (parts === null || (parts[1] === '-' && !before)) {
    throw new Unreadable(column, `${text} is not a time; ${advice}`);
  }
  const each = (parts[2] ?? '').match(/[\d.]+[a-z]+/g) ?? [];
  const sum = each.reduce((total, part) => total + readDuration({ text: part, column }, 0), 0);
  return parts[1] === '-' ? -sum : sum;
}

/** Parses a duration, such as `30s`: ms. */
export function readDuration({ text, column }: Word, least: 0 | 1 = 1): number {
  const reading = parseDuration(text, least);
  if (!reading.ok) throw new Unreadable(column, reading.message);
  return reading.milliseconds;
}

/** A time as stories write it: in the largest unit that expresses it as a whole number. */
export function formatClock(milliseconds: number): string {
  return `${milliseconds < 0 ? '-' : '+'}${formatDuration(Math.abs(milliseconds))}`;
}
