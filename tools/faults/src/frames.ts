/** Splits a stream of bytes into frames of Kafka's protocol: a length as an int32, then that many bytes. */
export class Frames {
  private rest: Buffer[] = [];
  private held = 0;

  /** Adds bytes; returns the frames that are now complete, each with its length prefix. */
  take(chunk: Buffer): readonly Buffer[] {
    this.rest.push(chunk);
    this.held += chunk.length;
    if (this.held < 4) return [];
    let bytes = this.rest.length === 1 ? chunk : Buffer.concat(this.rest);
    const frames: Buffer[] = [];
    while (bytes.length >= 4) {
      const size = 4 + bytes.readInt32BE(0);
      if (bytes.length < size) break;
      frames.push(bytes.subarray(0, size));
      bytes = bytes.subarray(size);
    }
    this.rest = bytes.length === 0 ? [] : [bytes];
    this.held = bytes.length;
    return frames;
  }
}
