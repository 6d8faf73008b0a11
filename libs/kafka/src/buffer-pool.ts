/** Sizes of pooled buffers: powers of two from the least to the most. */
const sizes = { least: 64 * 1024, most: 8 * 1024 * 1024 };

/** Most unused memory that is kept for later, bytes. */
const mostSpare = 32 * 1024 * 1024;

/**
 * Buffers that are reused, returned by the code that knows when they are no longer referenced. Buffers are memory
 * outside V8's heap: one that survives two minor GCs is freed only by a full GC, and V8 starts one for every 64 MiB of
 * such memory, however large its heap is.
 */
export class BufferPool {
  private readonly spare = new Map<number, Buffer[]>();
  private spareBytes = 0;
  /** Buffers of this pool that are in use. Those that are never returned are left to the GC. */
  private readonly out = new WeakSet<ArrayBufferLike>();

  /** A buffer of at least this size, with arbitrary content. */
  take(size: number): Buffer {
    if (size > sizes.most) return Buffer.allocUnsafeSlow(size);
    const rounded = roundedUp(size);
    const found = this.spare.get(rounded)?.pop();
    if (found !== undefined) this.spareBytes -= rounded;
    const buffer = found ?? Buffer.allocUnsafeSlow(rounded);
    this.out.add(buffer.buffer);
    return buffer;
  }

  /**
   * Returns the memory that contains these bytes, which nothing may reference any more; memory from elsewhere is
   * ignored.
   */
  giveBack({ buffer }: Buffer): void {
    if (!this.out.delete(buffer)) return;
    const size = buffer.byteLength;
    if (this.spareBytes + size > mostSpare) return;
    this.spareBytes += size;
    const same = this.spare.get(size);
    const whole = Buffer.from(buffer);
    if (same === undefined) this.spare.set(size, [whole]);
    else same.push(whole);
  }
}

function roundedUp(size: number): number {
  let rounded = sizes.least;
  while (rounded < size) rounded *= 2;
  return rounded;
}
