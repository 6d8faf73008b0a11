import { parseDuration, parseTimestamp } from '@panto/resource';
import { InvalidArgumentError, Option } from 'commander';

/** A duration on the command line, in ms. */
export function durationOf(text: string): number {
  const read = parseDuration(/^\d+$/.test(text) ? Number(text) : text);
  if (!read.ok) throw new InvalidArgumentError(`${read.message}.`);
  return read.milliseconds;
}

/** The option `--since` of a command, in ms, one day by default; `what` is what it selects. */
export function sinceOption(what: string): Option {
  return new Option('--since <duration>', `only what ${what} within this time, such as 6h`)
    .argParser(durationOf)
    .default(86_400_000, '24h');
}

/** A time on the command line, in ms. */
export function timeOf(text: string): number {
  const time = parseTimestamp(text);
  if (time === undefined) throw new InvalidArgumentError('it must be a time such as 2026-11-28T01:00:00Z.');
  return time;
}
