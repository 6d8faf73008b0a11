/** Sizes of pooled memory: powers of two from the first to the last. */
const sizes = { least: 64 * 1024, most: 8 * 1024 * 1024 };

/** So much memory that nobody uses is kept for later, bytes. */
const mostSpare = 32 * 1024 * 1024;

/**
 * Memory that is used again and again, by whoever knows when nobody looks at it any more. Buffers are memory outside of
 * V8's heap: if one lives longer than two collections of the young generation, only a collection of everything gives it
 * back, and V8 begins one for every 64 MiB of such memory, however large its heap is.
 */
export class BufferPool {
  private readonly spare = new Map<number, Buffer[]>();
  private spareBytes = 0;
  /** Memory of this pool that is out. Whoever does not give it back leaves it to the collector. */
  private readonly out = new WeakSet<ArrayBufferLike>();

  /** Memory of this many bytes or more, with anything in it. */
  take(size: number): Buffer {
    if (size > sizes.most) return Buffer.allocUnsafeSlow(size);
    const rounded = roundedUp(size);
    const found = this.spare.get(rounded)?.pop();
    if (found !== undefined) this.spareBytes -= rounded;
    const buffer = found ?? Buffer.allocUnsafeSlow(rounded);
    this.out.add(buffer.buffer);
    return buffer;
  }

  /** Nobody looks at the memory any more that these bytes are in; what is not of this pool is left alone. */
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
