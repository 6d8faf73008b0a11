/** Reads what a ByteWriter wrote, in the same order; throws RangeError beyond the end. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** A whole number from 0 to 2^53. */
  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes.readUInt8(this.at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** A double. */
  double(): number {
    const value = this.bytes.readDoubleLE(this.at);
    this.at += 8;
    return value;
  }

  /** Text. */
  text(): string {
    const { from, until } = this.part();
    return this.bytes.toString('utf8', from, until);
  }

  /** Text with one byte per character. */
  latin(): string {
    const { from, until } = this.part();
    return this.bytes.toString('latin1', from, until);
  }

  /** Where the next value begins. */
  get position(): number {
    return this.at;
  }

  /** Throws if anything is left. */
  end(): void {
    if (this.at !== this.bytes.length) throw new RangeError(`${this.bytes.length - this.at} bytes too many`);
  }

  private part(): { readonly from: number; readonly until: number } {
    const length = this.count();
    const from = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw new RangeError('text is cut off');
    return { from, until: this.at };
  }
}
