import fc from 'fast-check';
import { BufferPool } from './buffer-pool';

describe('a pool of buffers', () => {
  it('never hands out memory that is in use', () => {
    const act = fc.record({ take: fc.boolean(), size: fc.nat(300_000), which: fc.nat(10) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const pool = new BufferPool();
        const out: Buffer[] = [];
        for (const { take, size, which } of acts) {
          if (take) {
            const taken = pool.take(size);
            expect(taken.length).toBeGreaterThanOrEqual(size);
            expect(out.some(({ buffer }) => buffer === taken.buffer)).toBe(false);
            out.push(taken);
          } else {
            const [given] = out.splice(which % Math.max(1, out.length), 1);
            // A part of the memory stands for all of it.
            if (given !== undefined) pool.giveBack(given.subarray(10, 20));
          }
        }
      }),
    );
  });

  it('hands out returned memory once, and accepts none that is not its own', () => {
    const pool = new BufferPool();
    const first = pool.take(70_000);
    pool.giveBack(first);
    pool.giveBack(first);
    pool.giveBack(Buffer.allocUnsafeSlow(128 * 1024));
    const [second, third] = [pool.take(100_000), pool.take(100_000)];
    expect([second.buffer === first.buffer, third.buffer === first.buffer]).toEqual([true, false]);
  });
});
