import type { Logger } from './logger';

/** No more than one line in this time for each reason, ms: a stranger's flood must not become one of the log. */
const quiet = 60_000;

/**
 * Tells the log of dead letters: of the first for a reason at once, then once a minute at most. A line counts those
 * since the line before it; the whole sums are in the metrics, the letters themselves in their topic.
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
    logger.warn({ reason, records: untold }, 'records could not be taken; they are among the dead letters');
    told.set(reason, { at: now(), untold: 0 });
  };
}
