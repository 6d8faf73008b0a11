import type { BufferPool } from './buffer-pool';

/** Each frame is prefixed with its size, an int32. */
const head = 4;

/** Frames up to this size are small buffers of Node; larger ones are pooled: fetches, which know this, return them. */
const small = 32 * 1024;

/**
 * Splits the bytes of a connection into size-prefixed frames of Kafka's protocol, copying each once to where it stays.
 * kafkajs would keep every chunk that a socket delivers, and join them when the frame is complete.
 */
export class Frames {
  /** The frame being received: its size, as far as it is known, and its bytes. */
  private readonly size = Buffer.alloc(head);
  private frame: Buffer | undefined;
  private filled = 0;

  constructor(
    private readonly onFrame: (frame: Buffer) => void,
    /** Largest frame, bytes. */
    private readonly limit: number,
    private readonly pool: BufferPool,
  ) {}

  /** Takes the next bytes, whose buffer may be reused afterwards. Throws a RangeError if a size exceeds the limit. */
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
