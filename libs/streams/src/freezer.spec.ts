import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Freezer } from './freezer';

describe('a freezer', () => {
  it('holds the newest bytes of every place, of any length and in any order', () => {
    const size = fc.oneof(
      { weight: 9, arbitrary: fc.nat(3_000) },
      { weight: 1, arbitrary: fc.nat(3_000_000) },
    );
    const put = fc.record({ which: fc.nat(9), size, byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(put, { maxLength: 60 }), (puts) => {
        const freezer = new Freezer();
        const places = new Map<number, { place: number; bytes: Buffer }>();
        for (const { which, size: length, byte } of puts) {
          const bytes = Buffer.alloc(length, byte);
          places.set(which, { place: freezer.put(places.get(which)?.place ?? -1, bytes), bytes });
        }
        for (const { place, bytes } of places.values()) {
          expect(freezer.get(place).equals(bytes)).toBe(true);
          expect(freezer.holds(place, Buffer.concat([Buffer.from('x'), bytes]), 1)).toBe(true);
          expect(freezer.holds(place, Buffer.concat([bytes, Buffer.from('x')]), 0)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });
});
