import type { LogRecord, OutRecord } from './topology';

/** Reasons that the runtime itself gives; a topology adds its own. */
export type RuntimeDeadReason =
  /** `read` threw. */
  | 'read-failed'
  /** The decider threw; the memory of the key is as it was before the record. */
  | 'decide-failed'
  /** The log could not unpack it (corrupt, or beyond the bounds of its compression). */
  | 'batch-unreadable';

const connect = '__connect.errors.';

/** A dead letter as it is read: what could not be taken, as it came, and by whom and why. */
export interface DeadLetter extends LogRecord {
  readonly stage: string;
  readonly reason: string;
  readonly detail: string;
}

/**
 * The record for what a stage cannot take: original key, bytes and headers, and where and why in headers of the
 * Kafka Connect family, so that existing tools read them.
 */
export function deadLetter(
  topic: string,
  stage: string,
  record: LogRecord,
  reason: string,
  detail: string,
): OutRecord {
  return {
    topic,
    key: record.key,
    value: record.value,
    timestamp: record.timestamp,
    headers: {
      ...record.headers,
      [`${connect}topic`]: record.topic,
      [`${connect}partition`]: String(record.partition),
      [`${connect}offset`]: String(record.offset),
      [`${connect}connector.name`]: stage,
      [`${connect}exception.class.name`]: reason,
      [`${connect}exception.message`]: detail.slice(0, 1000),
    },
  };
}

/** What a record of a topic of dead letters says; undefined: it is none. */
export function readDeadLetter({ headers, ...record }: LogRecord): DeadLetter | undefined {
  const said = (name: string): string => headers[connect + name] ?? '';
  const [topic, partition, offset] = [said('topic'), Number(said('partition')), Number(said('offset'))];
  if (topic === '' || !Number.isSafeInteger(partition) || !Number.isSafeInteger(offset)) return undefined;
  return {
    ...record,
    topic,
    partition,
    offset,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(connect))),
    stage: said('connector.name'),
    reason: said('exception.class.name'),
    detail: said('exception.message'),
  };
}
