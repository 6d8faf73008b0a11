import type { BufferPool } from './buffer-pool';

/** Before each frame stands its size, an int32. */
const head = 4;

/** Frames up to here are small buffers of Node; larger ones are of the pool: those that fetch and know it give them back. */
const small = 32 * 1024;

/**
 * Cuts what comes over a connection into frames of Kafka's protocol, each with its size before it: copied once, to where
 * it stays. kafkajs would keep every piece that a socket gives, and join them when the frame is complete.
 */
export class Frames {
  /** Of the frame that is coming: its size, as far as it is known, and its bytes. */
  private readonly size = Buffer.alloc(head);
  private frame: Buffer | undefined;
  private filled = 0;

  constructor(
    private readonly onFrame: (frame: Buffer) => void,
    /** Largest frame, bytes. */
    private readonly limit: number,
    private readonly pool: BufferPool,
  ) {}

  /** Takes the next bytes; they may be used for something else afterwards. Throws a RangeError at a size beyond the limit. */
  take(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const into = this.frame ?? this.size;
      const count = Math.min(into.length - this.filled, bytes.length - at);
      into.set(bytes.subarray(at, at + count), this.filled);
      this.filled += count;
      at += count;
      if (this.filled < into.length) return;
      if (this.frame === undefined) this.begin();
      // A frame without a payload is complete with its size.
      if (this.frame !== undefined && this.filled === this.frame.length) this.finish(this.frame);
    }
  }

  private begin(): void {
    const size = this.size.readInt32BE(0);
    if (size < 0 || size > this.limit)
      throw new RangeError(`a frame of ${size} bytes; the limit is ${this.limit}`);
    const length = head + size;
    this.frame = size > small ? this.pool.take(length).subarray(0, length) : Buffer.allocUnsafe(length);
    this.frame.set(this.size);
  }

  private finish(frame: Buffer): void {
    this.frame = undefined;
    this.filled = 0;
    this.onFrame(frame);
  }
}
