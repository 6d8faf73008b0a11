import type { LogRecord, OutRecord } from './topology';

/** Reasons that the runtime itself gives; a topology adds its own. */
export type RuntimeDeadReason =
  /** `read` threw. */
  | 'read-failed'
  /** The decider threw; the memory of the key is as it was before the record. */
  | 'decide-failed'
  /** The log could not unpack it (corrupt, or beyond the bounds of its compression). */
  | 'batch-unreadable';

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
      '__connect.errors.topic': record.topic,
      '__connect.errors.partition': String(record.partition),
      '__connect.errors.offset': String(record.offset),
      '__connect.errors.connector.name': stage,
      '__connect.errors.exception.class.name': reason,
      '__connect.errors.exception.message': detail.slice(0, 1000),
    },
  };
}
