/** Writes numbers and text as consecutive bytes; small numbers take few. */
export class ByteWriter {
  private bytes = Buffer.allocUnsafe(1024);
  private at = 0;

  /** A whole number from 0 to 2^53. */
  count(value: number): void {
    this.room(8);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes[this.at++] = (rest % 128) + 128;
    this.bytes[this.at++] = rest;
  }

  /** A double, unchanged. */
  double(value: number): void {
    this.room(8);
    this.at = this.bytes.writeDoubleLE(value, this.at);
  }

  /** Text, prefixed with its length. */
  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.count(length);
    this.room(length);
    this.at += this.bytes.write(value, this.at);
  }

  /** Text with one byte per character, prefixed with its length. */
  latin(value: string): void {
    this.count(value.length);
    this.room(value.length);
    this.at += this.bytes.write(value, this.at, 'latin1');
  }

  /** A copy of the bytes written so far; the writer starts over. */
  take(): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, this.at));
    this.at = 0;
    return taken;
  }

  private room(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const more = Buffer.allocUnsafe(2 * this.bytes.length + length);
    this.bytes.copy(more, 0, 0, this.at);
    this.bytes = more;
  }
}
