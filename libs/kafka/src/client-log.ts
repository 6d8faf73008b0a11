import type { Logger } from '@panto/streams';
import kafkajs, { type LogEntry } from 'kafkajs';

/**
 * What kafkajs logs about single responses that it goes on to retry or to throw: the caller sees the error anyway, and
 * a commit alone is answered "try again" many times a minute.
 */
const chatter =
  /^Response (AddPartitionsToTxn|AddOffsetsToTxn|EndTxn|InitProducerId|Heartbeat|JoinGroup|SyncGroup)/;

/** The same message is logged once in this time, ms: every connection repeats it while a broker is away. */
const quiet = 30_000;
/** Most messages that are remembered at once. */
const most = 100;

/**
 * Forwards kafkajs's log to ours: its errors are retried and recovered from, so here they are warnings; stacks only
 * point into the client; repeated messages are counted.
 */
export function clientLog(logger: Logger, now: () => number = Date.now): (entry: LogEntry) => void {
  const known = new Map<string, { until: number; again: number }>();
  return ({ namespace, level, log }) => {
    const { message, timestamp: _, logger: __, stack: ___, ...fields } = log;
    const text = `kafkajs ${namespace}: ${message}`;
    const loud = level === kafkajs.logLevel.ERROR || level === kafkajs.logLevel.WARN;
    if (!loud || chatter.test(message)) {
      logger.debug(fields, text);
      return;
    }
    const before = known.get(text);
    if (before !== undefined && now() < before.until) {
      before.again += 1;
      return;
    }
    if (before === undefined && known.size >= most) known.clear();
    known.set(text, { until: now() + quiet, again: 0 });
    logger.warn(
      before === undefined || before.again === 0 ? fields : { ...fields, again: before.again },
      text,
    );
  };
}
