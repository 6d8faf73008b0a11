import type { LogRecord, OutRecord } from './topology';

/** Reasons that the runtime itself gives; a topology adds its own. */
export type RuntimeDeadReason =
  /** `read` threw. */
  | 'read-failed'
  /** The decider threw; the memory of the key is as it was before the record. */
  | 'decide-failed'
  /** The log could not decompress it (corrupt, or beyond the limit on decompressed size). */
  | 'batch-unreadable';

const connect = '__connect.errors.';

/** A dead letter as it is read: the refused record as it came, the stage that refused it, and why. */
export interface DeadLetter extends LogRecord {
  readonly stage: string;
  readonly reason: string;
  readonly detail: string;
}

/**
 * Most bytes of a letter: its topic must accept records of 4 MiB. A larger record came compressed, and no log accepts
 * it uncompressed.
 */
const mostOfLetter = 3 * 1024 * 1024;
/** Limit on the key, and on the headers, beyond which a letter that would be too large omits them. */
const mostOfSmall = 64 * 1024;

/**
 * The dead letter for a record that a stage refuses: original key, bytes and headers, and its origin and the reason in
 * the headers of Kafka Connect, so that existing tools can read them. A letter that would be too large keeps only what
 * is small.
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

/** What of a record goes into its letter, and the detail that is reported. */
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
    told: `its ${bytes} bytes are too many for a letter, which omits the value: ${detail}`,
  };
}

/** Reads a record of a dead-letter topic; undefined: it is not a dead letter. */
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
