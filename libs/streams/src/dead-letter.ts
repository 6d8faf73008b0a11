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
 * Most bytes of a letter: its topic is to take records of 4 MiB. What is larger came compressed, and no log takes it as
 * it is.
 */
const mostOfLetter = 3 * 1024 * 1024;
/** Most of a key, and of headers, without which a letter would be too large. */
const mostOfSmall = 64 * 1024;

/**
 * The record for what a stage cannot take: original key, bytes and headers, and where and why in headers of the
 * Kafka Connect family, so that existing tools read them. Of a record that is too large for that only what is small.
 */
export function deadLetter(
  topic: string,
  stage: string,
  record: LogRecord,
  reason: string,
  detail: string,
): OutRecord {
  const { key, value, headers, told } = bounded(record, detail);
  return {
    topic,
    key,
    value,
    timestamp: record.timestamp,
    headers: {
      ...headers,
      [`${connect}topic`]: record.topic,
      [`${connect}partition`]: String(record.partition),
      [`${connect}offset`]: String(record.offset),
      [`${connect}connector.name`]: stage,
      [`${connect}exception.class.name`]: reason,
      [`${connect}exception.message`]: told.slice(0, 1000),
    },
  };
}

/** What of a record goes into its letter, and what is told of it. */
function bounded({ key, value, headers }: LogRecord, detail: string) {
  const ofKey = key?.length ?? 0;
  const ofHeaders = Object.entries(headers).reduce(
    (sum, parts) => sum + Buffer.byteLength(parts[0]) + Buffer.byteLength(parts[1]),
    0,
  );
  const bytes = ofKey + ofHeaders + (value?.length ?? 0);
  if (bytes <= mostOfLetter) return { key, value, headers, told: detail };
  return {
    key: ofKey > mostOfSmall ? null : key,
    value: null,
    headers: ofHeaders > mostOfSmall ? {} : headers,
    told: `its ${bytes} bytes are too many for a letter, and only where they came from: ${detail}`,
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
