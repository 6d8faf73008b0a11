/** Reads Kafka's primitive types from bytes; throws RangeError past their end. */
export class ByteCursor {
  constructor(
    private readonly bytes: Buffer,
    public at = 0,
  ) {}

  /** Number of bytes left. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  int8(): number {
    const value = this.bytes.readInt8(this.at);
    this.at += 1;
    return value;
  }

  int16(): number {
    const value = this.bytes.readInt16BE(this.at);
    this.at += 2;
    return value;
  }

  int32(): number {
    const value = this.bytes.readInt32BE(this.at);
    this.at += 4;
    return value;
  }

  /** An int64 that is known to be an offset or a time: below 2^53. */
  int64(): number {
    const value = this.bytes.readInt32BE(this.at) * 2 ** 32 + this.bytes.readUInt32BE(this.at + 4);
    this.at += 8;
    return value;
  }

  bigInt64(): bigint {
    const value = this.bytes.readBigInt64BE(this.at);
    this.at += 8;
    return value;
  }

  /** A zigzag varint of up to 64 bits; exact below 2^53. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count += 1) {
      const byte = this.bytes.readUInt8(this.at);
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      scale *= 128;
    }
    throw new RangeError('a varint is longer than ten bytes');
  }

  /** A number of bytes, not copied. */
  slice(length: number): Buffer {
    const from = this.at;
    this.skip(length);
    return this.bytes.subarray(from, this.at);
  }

  /** Bytes prefixed with a varint length; -1 is null. */
  varintBytes(): Buffer | null {
    const length = this.varint();
    return length === -1 ? null : this.slice(length);
  }

  /** Skips some bytes. */
  skip(length: number): void {
    if (length < 0 || length > this.left) throw new RangeError(`${length} bytes wanted, ${this.left} left`);
    this.at += length;
  }

  /** Text prefixed with a varint length; null is read as empty. */
  varintText(): string {
    const length = Math.max(0, this.varint());
    const from = this.at;
    this.skip(length);
    return this.bytes.toString('utf8', from, this.at);
  }

  /** Text prefixed with an int16 length; -1 is read as empty. */
  string(): string {
    const length = this.int16();
    return length === -1 ? '' : this.slice(length).toString('utf8');
  }

  /** An unsigned varint, below 2^53. */
  uvarint(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 53; scale *= 128) {
      const byte = this.bytes.readUInt8(this.at);
      this.at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a varint is longer than eight bytes');
  }

  /** Text in the format of flexible versions: prefixed with its length plus 1; null is read as empty. */
  compactText(): string {
    return this.slice(Math.max(0, this.uvarint() - 1)).toString('utf8');
  }

  /** A number of items in the format of flexible versions; null is read as 0. */
  compactCount(): number {
    return Math.max(0, this.uvarint() - 1);
  }

  /** Skips the tagged fields at the end of a structure of a flexible version. */
  skipTags(): void {
    this.tags(() => undefined);
  }

  /** Reads the tagged fields at the end of a structure; `each` receives the tag, and a cursor within the field. */
  tags(each: (tag: number, field: ByteCursor) => void): void {
    for (let left = this.uvarint(); left > 0; left -= 1) {
      const tag = this.uvarint();
      each(tag, new ByteCursor(this.slice(this.uvarint())));
    }
  }
}
