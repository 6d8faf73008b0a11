import type { CheckConfiguration, Metrics } from '@panto/model';

/** A line of a recording. */
export interface Line {
  readonly check: string;
  readonly timestamp: number;
  readonly arrival?: number;
  readonly metrics: Metrics;
  readonly error: string | null;
}

/** A line that has arrived. */
export interface Arrived extends Line {
  /** Its position in the recording. */
  readonly index: number;
  readonly arrival: number;
  /** More than five minutes ahead of its arrival (3.2). */
  readonly dead: boolean;
}

/** What a line means to its Check (3.2). */
export type Standing = 'evaluated' | 'duplicate' | 'late';

/** A Result of a Check in the order of the partition. */
export interface Handled extends Arrived {
  readonly standing: Standing;
}

/** When every line arrives (7), each derived from all the lines before it; excludes lines that arrive after `until`. */
export function arrive(lines: readonly Line[], until = Infinity): Arrived[] {
  const arrived: Arrived[] = [];
  for (const [index, line] of lines.entries()) {
    const taken = arrived.filter(({ dead }) => !dead).map(({ timestamp }) => timestamp);
    const own = line.arrival ?? Math.max(line.timestamp, ...taken);
    const arrival = Math.max(own, ...arrived.map((before) => before.arrival));
    if (arrival > until) break;
    arrived.push({ ...line, index, arrival, dead: line.timestamp - arrival > 5 * 60_000 });
  }
  return arrived;
}

/** The Results of a Check that were not dead-lettered, each classified by all those before it (3.2, 3.3). */
export function handle(check: string, arrived: readonly Arrived[]): Handled[] {
  const own = arrived.filter((line) => line.check === check && !line.dead);
  return own.map((line, at) => {
    const before = own.slice(0, at);
    if (before.some(({ timestamp }) => timestamp === line.timestamp))
      return { ...line, standing: 'duplicate' };
    const late = before.some(({ timestamp }) => timestamp > line.timestamp);
    return { ...line, standing: late ? 'late' : 'evaluated' };
  });
}

/** The deadlines that pass without an arrival (4.7), up to and including `until`. */
export function missedDeadlines(
  { missingAfter }: CheckConfiguration,
  configured: number,
  handled: readonly Handled[],
  until: number,
): number[] {
  const arrivals = [configured, ...handled.map(({ arrival }) => arrival)];
  return arrivals.flatMap((from, at) => {
    const next = arrivals[at + 1];
    const missed: number[] = [];
    for (let deadline = from + missingAfter; deadline <= until; deadline += missingAfter) {
      if (next === undefined || deadline < next) missed.push(deadline);
    }
    return missed;
  });
}
