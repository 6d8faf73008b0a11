import { parseDuration, parseTimestamp } from '@panto/resource';
import { InvalidArgumentError } from 'commander';

/** A duration on the command line, ms. */
export function durationOf(text: string): number {
  const read = parseDuration(/^\d+$/.test(text) ? Number(text) : text);
  if (!read.ok) throw new InvalidArgumentError(`${read.message}.`);
  return read.milliseconds;
}

/** A time on the command line, ms. */
export function timeOf(text: string): number {
  const time = parseTimestamp(text);
  if (time === undefined) throw new InvalidArgumentError('a time such as 2026-11-28T01:00:00Z is wanted.');
  return time;
}
