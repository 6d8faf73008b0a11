import { crc32c } from '@node-rs/crc32';
import type { TopicPartition } from '@panto/streams';
import { batchFormat, batchLayout as layout } from './batch-layout';
import { ByteCursor } from './byte-cursor';
import { compression } from './unpack';

/** An aborted transaction, as a broker reports it along with the records. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** A batch that is committed and not decompressed yet. */
export interface CommittedBatch {
  readonly topic: string;
  readonly partition: number;
  /** Its records before this offset are not wanted. */
  readonly from: number;
  readonly header: BatchHeader;
  /** Its records, compressed. */
  readonly packed: Buffer;
}

/** What a broker sent for one partition. */
export interface Committed {
  /** Batches with committed records from the wanted offset on. */
  readonly batches: readonly CommittedBatch[];
  /** Offset after everything that was examined, including what is not returned. */
  readonly next: number;
  /** The batch at `next` differs from what was written: neither it nor anything after it was examined. */
  readonly corrupt: boolean;
}

/** A batch that claims more offsets is not believed. */
const mostOffsets = 2 ** 24;

/** The header of a batch. */
export interface BatchHeader {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly compression: number;
  readonly appendTime: boolean;
  readonly transactional: boolean;
  readonly control: boolean;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: bigint;
  readonly count: number;
}

/**
 * The committed batches of a fetch. Aborted transactions are sorted by their first offset, as in the Java client:
 * brokers return them in the order in which they were aborted, and with several writers in a partition only the sorted
 * list is correct. `givenUp`: a corrupt batch was fetched often enough, and becomes one record with `damage`.
 */
export function committedBatches(
  { topic, partition }: TopicPartition,
  bytes: Buffer,
  from: number,
  aborted: readonly AbortedTransaction[],
  givenUp = false,
): Committed {
  const pending = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const undone = new Set<bigint>();
  const batches: CommittedBatch[] = [];
  let next = from;
  for (let at = 0; bytes.length - at >= layout.lengthEnd;) {
    const length = bytes.readInt32BE(at + layout.length);
    const lies = length <= layout.magic - layout.lengthEnd;
    // It is unknown where the next batch begins then.
    const end = lies ? bytes.length : at + layout.lengthEnd + length;
    // The last batch may be cut at the limit of the fetch.
    if (end > bytes.length) break;
    const batch = bytes.subarray(at, end);
    at = end;
    const corrupt = lies || !isIntact(batch);
    if (corrupt && !givenUp) return { batches, next, corrupt };
    const header = corrupt ? corruptHeader(batch, next) : readHeader(batch);
    while (pending[0] !== undefined && pending[0].firstOffset <= header.lastOffset) {
      undone.add(pending[0].producerId);
      pending.shift();
    }
    next = Math.max(next, header.lastOffset + 1);
    if (header.control) {
      if (endsAborted(batch, header)) undone.delete(header.producerId);
    } else if (header.lastOffset >= from && (!header.transactional || !undone.has(header.producerId))) {
      batches.push({ topic, partition, from, header, packed: batch.subarray(layout.records) });
    }
  }
  return { batches, next, corrupt: false };
}

/** Whether a batch is what was written; older formats are not checked. */
function isIntact(batch: Buffer): boolean {
  if (batch.readInt8(layout.magic) !== batchFormat) return true;
  return (
    batch.length >= layout.records &&
    crc32c(batch.subarray(layout.attributes)) === batch.readUInt32BE(layout.checksum)
  );
}

/** Of a corrupt batch only its first and last offsets are used, if they are plausible. */
function corruptHeader(batch: Buffer, next: number): BatchHeader {
  const span = batch.length >= layout.records ? batch.readInt32BE(layout.lastOffsetDelta) : 0;
  const last = next + (span > 0 && span < mostOffsets ? span : 0);
  return { ...oldFormat(next), lastOffset: last, compression: compression.corrupt };
}

function readHeader(batch: Buffer): BatchHeader {
  const cursor = new ByteCursor(batch);
  const baseOffset = cursor.int64();
  // Brokers from 4.0 on convert no older formats; a batch of an old format ends with its first offset.
  if (batch.readInt8(layout.magic) !== batchFormat) return oldFormat(baseOffset);
  cursor.at = layout.attributes;
  const attributes = cursor.int16();
  return {
    baseOffset,
    lastOffset: baseOffset + cursor.int32(),
    compression: attributes & 7,
    appendTime: (attributes & 8) !== 0,
    transactional: (attributes & 16) !== 0,
    control: (attributes & 32) !== 0,
    firstTimestamp: cursor.int64(),
    maxTimestamp: cursor.int64(),
    producerId: cursor.bigInt64(),
    count: batch.readInt32BE(layout.count),
  };
}

function oldFormat(baseOffset: number): BatchHeader {
  return {
    baseOffset,
    lastOffset: baseOffset,
    compression: -1,
    appendTime: false,
    transactional: false,
    control: false,
    firstTimestamp: 0,
    maxTimestamp: 0,
    producerId: -1n,
    count: 1,
  };
}

/**
 * A control record has a key of version and type (int16 each); type 0 ends an aborted transaction. Compaction keeps the
 * batch of a producer's last marker without its record: whichever type it was, the aborted transaction has ended there.
 */
function endsAborted(batch: Buffer, { count }: BatchHeader): boolean {
  if (count <= 0) return true;
  const cursor = new ByteCursor(batch, layout.records);
  cursor.varint();
  cursor.int8();
  cursor.varint();
  cursor.varint();
  const key = cursor.varintBytes();
  return key !== null && key.length >= 4 && key.readInt16BE(2) === 0;
}
