import type { BufferPool } from './buffer-pool';

/** Bytes of a slab. */
const slabSize = 256 * 1024;

/** A slab, and how many pieces in it were not taken yet. */
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

/** Holds bytes that wait, in slabs of a pool. */
export class HeldBytes {
  /** The slab with room for the next piece, and how much of it is taken. */
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

  /** The bytes of a piece; they are somebody else's when it is dropped. */
  look({ slab, from, length }: Piece): Buffer {
    return slab.bytes.subarray(from, from + length);
  }

  /** A piece is not wanted any more. */
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
