import type { Logger } from './logger';

/** At most one line per reason in this time, ms: a flood of bad input must not become a flood in the log. */
const quiet = 60_000;

/**
 * Logs dead letters: the first for a reason at once, then at most one line a minute. A line counts those since the
 * previous line; the totals are in the metrics, the letters themselves in their topic.
 */
export function deadLetterLog(
  logger: Logger,
  now: () => number = Date.now,
): (reason: string, records: number) => void {
  const told = new Map<string, { at: number; untold: number }>();
  return (reason, records) => {
    const last = told.get(reason) ?? { at: -Infinity, untold: 0 };
    const untold = last.untold + records;
    if (now() - last.at < quiet) return void told.set(reason, { ...last, untold });
    logger.warn({ reason, records: untold }, 'records were rejected; they are in the dead-letter topic');
    told.set(reason, { at: now(), untold: 0 });
  };
}
