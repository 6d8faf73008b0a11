/** CRC-32C (Castagnoli), a byte at a time. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (table[(crc ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Size of the header of a batch of magic 2, and where the bytes covered by its checksum begin. */
const headerSize = 61;
const checkedFrom = 21;

const zigzagLength = (value: number): number => {
  let length = 1;
  for (let rest = value * 2; rest > 127; rest = Math.floor(rest / 128)) length++;
  return length;
};

/** One record batch (magic 2, no compression), written straight into a buffer. */
export class RecordBatchWriter {
  private readonly buffer: Buffer;
  private at = headerSize;
  count = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  /** Adds a record; false when it no longer fits. */
  add(key: Buffer, value: Buffer): boolean {
    const { buffer, count } = this;
    const payload = zigzagLength(key.length) + key.length + zigzagLength(value.length) + value.length;
    const length = 1 + 1 + zigzagLength(count) + payload + 1;
    if (this.at + length + 5 > buffer.length) return false;
    this.varint(length);
    buffer[this.at++] = 0;
    this.varint(0);
    this.varint(count);
    this.bytes(key);
    this.bytes(value);
    this.varint(0);
    this.count += 1;
    return true;
  }

  /** The batch with its header; the writer starts over. */
  finish(timestamp: number): Buffer {
    const batch = Buffer.from(this.buffer.subarray(0, this.at));
    batch.writeBigInt64BE(0n, 0);
    batch.writeInt32BE(batch.length - 12, 8);
    batch.writeInt32BE(-1, 12);
    batch.writeInt8(2, 16);
    batch.writeInt16BE(0, 21);
    batch.writeInt32BE(this.count - 1, 23);
    batch.writeBigInt64BE(BigInt(timestamp), 27);
    batch.writeBigInt64BE(BigInt(timestamp), 35);
    // No producer id: neither idempotent nor transactional.
    batch.writeBigInt64BE(-1n, 43);
    batch.writeInt16BE(-1, 51);
    batch.writeInt32BE(-1, 53);
    batch.writeInt32BE(this.count, 57);
    batch.writeUInt32BE(crc32c(batch.subarray(checkedFrom)), 17);
    this.at = headerSize;
    this.count = 0;
    return batch;
  }

  private bytes(value: Buffer): void {
    this.varint(value.length);
    value.copy(this.buffer, this.at);
    this.at += value.length;
  }

  /** A non-negative number, zigzag-encoded. */
  private varint(value: number): void {
    let rest = value * 2;
    while (rest > 127) {
      this.buffer[this.at++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.at++] = rest;
  }
}
