import fc from 'fast-check';
import { BufferPool } from './buffer-pool';
import { HeldBytes, type Piece } from './held-bytes';

/** Size of a slab, bytes. */
const slabSize = 256 * 1024;

/** A pool that knows which memory is in use. */
class CountingPool extends BufferPool {
  readonly given = new Set<ArrayBufferLike>();

  override take(size: number): Buffer {
    const slab = super.take(size);
    expect(this.given.has(slab.buffer)).toBe(false);
    this.given.add(slab.buffer);
    return slab;
  }

  override giveBack(slab: Buffer): void {
    this.given.delete(slab.buffer);
    super.giveBack(slab);
  }
}

const size = fc.oneof(fc.nat(100), fc.constantFrom(0, slabSize / 2, slabSize - 1, slabSize, slabSize + 1));
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hold' as const), size, byte: fc.nat(255) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('take' as const, 'drop' as const), which: fc.nat(20) }),
  },
);

describe('held bytes', () => {
  it('come back unchanged, whatever else is held, and no slab outlives its pieces', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 100 }), (acts) => {
        const pool = new CountingPool();
        // Two feeds of one reader.
        const holders = [new HeldBytes(pool), new HeldBytes(pool)] as const;
        const held: { holder: HeldBytes; piece: Piece; bytes: Buffer }[] = [];
        acts.forEach((one, turn) => {
          if (one.kind === 'hold') {
            const holder = holders[turn % 2 === 0 ? 0 : 1];
            const bytes = Buffer.alloc(one.size, one.byte);
            held.push({ holder, piece: holder.hold(bytes), bytes });
            return;
          }
          const [found] = held.splice(one.which % Math.max(1, held.length), 1);
          if (found === undefined) return;
          if (one.kind === 'take') expect(found.holder.look(found.piece).equals(found.bytes)).toBe(true);
          found.holder.drop(found.piece);
        });
        for (const { holder, piece, bytes } of held) {
          expect(holder.look(piece).equals(bytes)).toBe(true);
          holder.drop(piece);
        }
        expect(pool.given.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('are a copy: their source may be reused', () => {
    const holder = new HeldBytes(new BufferPool());
    const bytes = Buffer.from('as it was');
    const piece = holder.hold(bytes);
    bytes.fill(0);
    expect(holder.look(piece).toString()).toBe('as it was');
  });
});
