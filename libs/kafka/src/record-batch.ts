import { crc32c } from '@node-rs/crc32';
import type { TopicPartition } from '@panto/streams';
import { batchFormat, batchLayout as layout } from './batch-layout';
import { ByteCursor } from './byte-cursor';
import { compression } from './unpack';

/** A transaction that was aborted, as a broker reports it beside the records. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** A batch that is committed and not unpacked yet. */
export interface CommittedBatch {
  readonly topic: string;
  readonly partition: number;
  /** Its records before this offset are not wanted. */
  readonly from: number;
  readonly header: BatchHeader;
  /** Its records, packed. */
  readonly packed: Buffer;
}

/** What a broker sent of one partition. */
export interface Committed {
  /** Batches with committed records from the wanted offset on. */
  readonly batches: readonly CommittedBatch[];
  /** Offset after everything that was looked at, also what is for nobody. */
  readonly next: number;
  /** The batch at `next` is not what was written: it was not looked at, and nothing after it. */
  readonly corrupt: boolean;
}

/** A batch that says it has more offsets is not believed. */
const mostOffsets = 2 ** 24;

/** What stands before the records of a batch. */
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
 * The batches of a fetch, without those that are not committed. Aborted transactions are sorted by their first
 * offset, as the Java client does: brokers give them in the order of abortion, and with several writers in a
 * partition only the sorted list tells right. `givenUp`: what is corrupt was asked for often enough, and is one record with
 * `damage`.
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
    // Where the next one begins nobody knows then.
    const end = lies ? bytes.length : at + layout.lengthEnd + length;
    // The tail is cut where the limit of the fetch fell.
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

/** Whether a batch is what was written; of older formats that is not looked at. */
function isIntact(batch: Buffer): boolean {
  if (batch.readInt8(layout.magic) !== batchFormat) return true;
  return (
    batch.length >= layout.records &&
    crc32c(batch.subarray(layout.attributes)) === batch.readUInt32BE(layout.checksum)
  );
}

/** Of what is corrupt only where it begins and ends is of use, if it can be true. */
function corruptHeader(batch: Buffer, next: number): BatchHeader {
  const span = batch.length >= layout.records ? batch.readInt32BE(layout.lastOffsetDelta) : 0;
  const last = next + (span > 0 && span < mostOffsets ? span : 0);
  return { ...oldFormat(next), lastOffset: last, compression: compression.corrupt };
}

function readHeader(batch: Buffer): BatchHeader {
  const cursor = new ByteCursor(batch);
  const baseOffset = cursor.int64();
  // Brokers of 4.0 and later convert nothing older; a batch of an old format ends with its first offset.
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
 * A control record has a key of version and type (int16 each); type 0 ends an aborted transaction. Of the last marker of a
 * producer compaction leaves the batch, without the record: whichever it was, what was undone has ended there.
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
