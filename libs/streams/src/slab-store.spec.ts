import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlabStore } from './slab-store';

describe('a store', () => {
  it('holds the newest bytes of every place, of any length and in any order', () => {
    const size = fc.oneof(
      { weight: 9, arbitrary: fc.nat(3_000) },
      { weight: 1, arbitrary: fc.nat(3_000_000) },
    );
    const put = fc.record({ which: fc.nat(9), size: fc.option(size), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(put, { maxLength: 60 }), (puts) => {
        const store = new SlabStore();
        const places = new Map<number, { place: number; bytes: Buffer }>();
        for (const { which, size: length, byte } of puts) {
          const older = places.get(which)?.place ?? -1;
          if (length === null) {
            if (places.delete(which)) store.release(older);
            continue;
          }
          const bytes = Buffer.alloc(length, byte);
          places.set(which, { place: store.put(older, bytes), bytes });
        }
        for (const { place, bytes } of places.values()) {
          expect(store.get(place).equals(bytes)).toBe(true);
          expect(store.holds(place, Buffer.concat([Buffer.from('x'), bytes]), 1)).toBe(true);
          expect(store.holds(place, Buffer.concat([bytes, Buffer.from('x')]), 0)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes little more room than its content, even if all of it grows, and releases it', () => {
    const store = new SlabStore();
    const places = Array.from({ length: 2_000 }, () => -1);
    for (let length = 100; length <= 4_000; length += 20) {
      places.forEach((place, i) => (places[i] = store.put(place, Buffer.alloc(length + (i % 20)))));
    }
    const held = 2_000 * 4_010;
    expect(store.size).toBeGreaterThan(held);
    expect(store.size).toBeLessThan(1.5 * held);
    for (const place of places) store.release(place);
    // One slab of each size is kept.
    expect(store.size).toBeLessThan(0.5 * held);
  });
});
