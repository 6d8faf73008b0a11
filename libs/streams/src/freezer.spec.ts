import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Freezer, type Frozen } from './freezer';

describe('a freezer', () => {
  it('holds the newest bytes of every part of every memory, of any length and in any order', () => {
    const size = fc.oneof(
      { weight: 9, arbitrary: fc.nat(3_000) },
      { weight: 1, arbitrary: fc.nat(3_000_000) },
    );
    const put = fc.record({ key: fc.nat(4), part: fc.nat(2), size, byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(put, { maxLength: 60 }), (puts) => {
        const freezer = new Freezer();
        const frozen: Frozen[] = Array.from({ length: 5 }, () => Freezer.nothing(3));
        const newest = new Map<string, Buffer>();
        for (const { key, part, size: length, byte } of puts) {
          const bytes = Buffer.alloc(length, byte);
          freezer.put(frozen[key] as Frozen, part, bytes);
          newest.set(`${key} ${part}`, bytes);
        }
        frozen.forEach((one, key) => {
          for (let part = 0; part < 3; part++) {
            const [found, wanted] = [freezer.get(one, part), newest.get(`${key} ${part}`)];
            expect(found === undefined).toBe(wanted === undefined);
            expect(found?.equals(wanted ?? Buffer.alloc(0)) ?? true).toBe(true);
          }
        });
      }),
      { numRuns: 50 },
    );
  });
});
