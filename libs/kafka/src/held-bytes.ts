import type { BufferPool } from './buffer-pool';

/** Size of a slab, bytes. */
const slabSize = 256 * 1024;

/** A slab, and the number of its pieces that were not dropped yet. */
interface Slab {
  readonly bytes: Buffer;
  pieces: number;
}

/** Where held bytes are. */
export interface Piece {
  readonly slab: Slab;
  readonly from: number;
  readonly length: number;
}

/** Holds waiting bytes in slabs of a pool. */
export class HeldBytes {
  /** The slab with room for the next piece, and how much of it is used. */
  private open: Slab | undefined;
  private taken = 0;

  constructor(private readonly pool: BufferPool) {}

  /** Holds a copy of some bytes. */
  hold(bytes: Buffer): Piece {
    const slab = this.slabFor(bytes.length);
    const from = this.taken;
    slab.bytes.set(bytes, from);
    slab.pieces += 1;
    this.taken += bytes.length;
    return { slab, from, length: bytes.length };
  }

  /** The bytes of a piece; they may be overwritten once it is dropped. */
  look({ slab, from, length }: Piece): Buffer {
    return slab.bytes.subarray(from, from + length);
  }

  /** Releases a piece. */
  drop({ slab }: Piece): void {
    slab.pieces -= 1;
    if (slab.pieces > 0) return;
    if (slab === this.open) this.open = undefined;
    this.pool.giveBack(slab.bytes);
  }

  private slabFor(length: number): Slab {
    if (this.open !== undefined && this.taken + length <= this.open.bytes.length) return this.open;
    this.open = { bytes: this.pool.take(Math.max(length, slabSize)), pieces: 0 };
    this.taken = 0;
    return this.open;
  }
}
