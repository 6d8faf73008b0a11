/** Writes Kafka's primitive types as consecutive bytes. */
export class BytePacker {
  private bytes = Buffer.allocUnsafe(512);
  private at = 0;

  int8(value: number): this {
    this.room(1);
    this.at = this.bytes.writeInt8(value, this.at);
    return this;
  }

  int16(value: number): this {
    this.room(2);
    this.at = this.bytes.writeInt16BE(value, this.at);
    return this;
  }

  int32(value: number): this {
    this.room(4);
    this.at = this.bytes.writeInt32BE(value, this.at);
    return this;
  }

  int64(value: number): this {
    return this.bigInt64(BigInt(value));
  }

  bigInt64(value: bigint): this {
    this.room(8);
    this.at = this.bytes.writeBigInt64BE(value, this.at);
    return this;
  }

  /** Text of less than 32 KiB, prefixed with its length. */
  text(value: string): this {
    const length = Buffer.byteLength(value);
    this.int16(length);
    this.room(length);
    this.at += this.bytes.write(value, this.at);
    return this;
  }

  /** An unsigned varint: seven bits per byte, the least significant first. */
  uvarint(value: number): this {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.uint8((rest % 0x80) + 0x80);
    return this.uint8(rest);
  }

  /** Text in the format of flexible versions: prefixed with its length plus 1, as an unsigned varint; 0 is null. */
  compactText(value: string | null): this {
    if (value === null) return this.uvarint(0);
    const length = Buffer.byteLength(value);
    this.uvarint(length + 1).room(length);
    this.at += this.bytes.write(value, this.at);
    return this;
  }

  /** A number of items in the format of flexible versions. */
  compactCount(count: number): this {
    return this.uvarint(count + 1);
  }

  /** The end of a structure of a flexible version: no tagged fields. */
  noTags(): this {
    return this.uvarint(0);
  }

  /** What was written since the last call; later writes do not touch it. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.at);
    this.bytes = this.bytes.subarray(this.at);
    this.at = 0;
    return taken;
  }

  private uint8(value: number): this {
    this.room(1);
    this.at = this.bytes.writeUInt8(value, this.at);
    return this;
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const more = Buffer.allocUnsafe(2 * this.at + length + 512);
    this.bytes.copy(more, 0, 0, this.at);
    this.bytes = more;
  }
}
