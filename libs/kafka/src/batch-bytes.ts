import { crc32c } from '@node-rs/crc32';
import type { OutRecord } from '@panto/streams';
import { batchFormat, batchLayout as layout } from './batch-layout';
import type { BufferPool } from './buffer-pool';
import { compressionTypes, pack } from './codecs';
import type { KafkaSettings } from './kafka-settings';

/** The producer of a batch, and the batch's position in the sequence that this producer writes to the partition. */
export interface BatchOrigin {
  readonly producerId: bigint;
  readonly epoch: number;
  readonly sequence: number;
}

/** A bit of the attributes. */
const transactional = 16;

/**
 * The bytes of one transactional record batch (format 2, KIP-98), written into one pooled buffer in one pass: kafkajs
 * makes some ten objects and three copies of each record on the way.
 */
export async function batchBytes(
  records: readonly OutRecord[],
  origin: BatchOrigin,
  compression: KafkaSettings['compression'],
  pool: BufferPool,
): Promise<Buffer> {
  const first = records[0]?.timestamp ?? 0;
  const body = new RecordBuffer(records, pool);
  let newest = first;
  for (const [index, record] of records.entries()) {
    body.record(record, index, record.timestamp - first);
    newest = Math.max(newest, record.timestamp);
  }
  const plain = body.whole;
  const packed = compression === 'none' ? plain : await pack(compression, plain.subarray(layout.records));
  const batch = compression === 'none' ? plain : Buffer.concat([plain.subarray(0, layout.records), packed]);
  if (batch !== plain) pool.giveBack(plain);
  batch.writeBigInt64BE(0n, 0);
  batch.writeInt32BE(batch.length - layout.lengthEnd, layout.length);
  batch.writeInt32BE(-1, 12);
  batch.writeInt8(batchFormat, layout.magic);
  batch.writeInt16BE(transactional | compressionTypes[compression], layout.attributes);
  batch.writeInt32BE(records.length - 1, layout.lastOffsetDelta);
  batch.writeBigInt64BE(BigInt(first), 27);
  batch.writeBigInt64BE(BigInt(newest), 35);
  batch.writeBigInt64BE(origin.producerId, 43);
  batch.writeInt16BE(origin.epoch, 51);
  batch.writeInt32BE(origin.sequence, 53);
  batch.writeInt32BE(records.length, layout.count);
  batch.writeUInt32BE(crc32c(batch.subarray(layout.attributes)), layout.checksum);
  return batch;
}

/**
 * An upper estimate of the bytes of a record besides its key and value, and of those of its headers; there may be more.
 */
const usual = { framing: 24, headers: 64 } as const;

const noTexts: readonly string[] = [];

/** Records one after another, with room for the batch header in front. */
class RecordBuffer {
  private bytes: Buffer;
  private at = layout.records;

  constructor(
    records: readonly OutRecord[],
    private readonly pool: BufferPool,
  ) {
    let expected = layout.records;
    for (const { key, value, headers } of records) {
      expected += usual.framing + (key?.length ?? 0) + (value?.length ?? 0);
      if (headers !== undefined) expected += usual.headers;
    }
    this.bytes = pool.take(expected);
  }

  get whole(): Buffer {
    return this.bytes.subarray(0, this.at);
  }

  record({ key, value, headers }: OutRecord, offset: number, delta: number): void {
    const keyLength = lengthOf(key);
    const valueLength = lengthOf(value);
    const texts = headers === undefined ? noTexts : Object.entries(headers).flat();
    const names = texts.length / 2;
    let size = 1 + varintSize(delta) + varintSize(offset) + varintSize(names);
    size +=
      varintSize(keyLength) + Math.max(0, keyLength) + varintSize(valueLength) + Math.max(0, valueLength);
    for (const text of texts) {
      const length = Buffer.byteLength(text);
      size += varintSize(length) + length;
    }
    this.room(size + 10);
    this.varint(size);
    this.bytes[this.at++] = 0;
    this.varint(delta);
    this.varint(offset);
    this.part(key, keyLength);
    this.part(value, valueLength);
    this.varint(names);
    for (const text of texts) this.part(text, Buffer.byteLength(text));
  }

  private part(part: Buffer | string | null, length: number): void {
    this.varint(length);
    if (typeof part === 'string') this.at += this.bytes.write(part, this.at);
    else if (part !== null) this.at += part.copy(this.bytes, this.at);
  }

  private varint(value: number): void {
    let rest = zigzag(value);
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes[this.at++] = (rest % 128) + 128;
    this.bytes[this.at++] = rest;
  }

  private room(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const more = this.pool.take(2 * this.bytes.length + size);
    this.bytes.copy(more, 0, 0, this.at);
    this.pool.giveBack(this.bytes);
    this.bytes = more;
  }
}

function lengthOf(part: Buffer | string | null): number {
  if (part === null) return -1;
  return typeof part === 'string' ? Buffer.byteLength(part) : part.length;
}

function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = zigzag(value); rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  return size;
}
