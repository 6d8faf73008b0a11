import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ColdKeys } from './cold-keys';
import { CommonBytes } from './common-bytes';
import { packPart } from './packed-part';

interface Known {
  parts: (string | undefined)[];
  due: number | undefined;
  covers: number;
}

const key = fc.oneof(
  fc.nat(30).map((n) => `key-${n}`),
  fc.constantFrom('', 'ä', 'ä/b', 'a'.repeat(300)),
);
const act = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      key,
      place: fc.nat(2),
      commonFrom: fc.option(fc.nat(8), { nil: undefined }),
      text: fc.string({ maxLength: 80 }),
      due: fc.option(fc.nat(1_000), { nil: undefined }),
      covers: fc.option(fc.nat(1_000), { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove' as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('due' as const), key, time: fc.nat(1_000) }) },
);

describe('cold keys', () => {
  it('are found by their bytes, with their newest snapshots, until they are removed', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 300 }), (acts) => {
        const common = new CommonBytes();
        const cold = new ColdKeys(3, common);
        const known = new Map<string, Known>();
        for (const one of acts) {
          const bytes = Buffer.from(`part/${one.key}`);
          if (one.kind === 'put') {
            const { place, text, commonFrom, due, covers } = one;
            const part = { name: '', changedBy: [], encode: () => Buffer.from(text), decode: () => text };
            const packed = packPart({ ...part, commonFrom: () => commonFrom ?? Infinity }, text, common);
            cold.put(cold.add(bytes, 5), { ...packed, place, due, covers });
            const before = known.get(one.key) ?? { parts: [], due: undefined, covers: 0 };
            before.parts[place] = text;
            known.set(one.key, {
              parts: before.parts,
              due: due ?? before.due,
              covers: covers ?? before.covers,
            });
          } else if (one.kind === 'remove') {
            const id = cold.find(bytes, 5);
            expect(id === undefined).toBe(!known.delete(one.key));
            if (id !== undefined) cold.remove(id);
          } else {
            const due = cold.takeDue(one.time);
            const wanted = [...known].filter(([, { due: at }]) => at !== undefined && at <= one.time);
            const names = due.map((id) => cold.keyOf(id));
            expect(names.sort()).toEqual(wanted.map(([name]) => name).sort());
            for (const id of due) cold.remove(id);
            for (const name of names) known.delete(name);
            expect(cold.dueFrom).toBeGreaterThan(one.time);
          }
        }
        expect(cold.size).toBe(known.size);
        for (const [name, { parts, due, covers }] of known) {
          const id = cold.find(Buffer.from(name)) ?? NaN;
          expect(cold.keyOf(id)).toBe(name);
          expect([0, 1, 2].map((part) => cold.partOf(id, part)?.toString())).toEqual([
            parts[0],
            parts[1],
            parts[2],
          ]);
          expect([cold.wasWhole(id), cold.coversOf(id)]).toEqual([due !== undefined, covers]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('may be numerous', () => {
    const cold = new ColdKeys(1, new CommonBytes());
    const keys = Array.from({ length: 20_000 }, (_, i) => Buffer.from(`check ${i}`));
    for (const one of keys)
      cold.put(cold.add(one), { place: 0, bytes: one, common: undefined, due: 7, covers: 1 });
    expect(cold.size).toBe(20_000);
    expect(keys.every((one) => cold.partOf(cold.find(one) ?? NaN, 0)?.equals(one))).toBe(true);
    expect(cold.takeDue(6)).toEqual([]);
    for (const id of cold.takeDue(7)) cold.remove(id);
    expect(cold.size).toBe(0);
    expect(keys.some((one) => cold.find(one) !== undefined)).toBe(false);
  });

  it('that come and go do not take up ever more space', () => {
    const common = new CommonBytes();
    const cold = new ColdKeys(2, common);
    const shared = { place: 1, bytes: Buffer.from('own'), common: common.idOf(Buffer.from(' and shared')) };
    const put = (key: string, due: number): void => {
      const id = cold.add(Buffer.from(key));
      cold.put(id, { place: 0, bytes: Buffer.from(`of ${key}`), common: undefined, due, covers: due });
      if (due % 2 === 0) cold.put(id, { ...shared, due, covers: undefined });
    };
    for (let i = 0; i < 100; i += 1) put(`stays ${i}`, i);
    for (let i = 0; i < 20_000; i += 1) {
      cold.tidy();
      put(`goes ${i}`, i);
      cold.remove(cold.find(Buffer.from(`goes ${i}`)) ?? NaN);
    }
    expect(cold.given).toBeLessThan(3_000);
    expect(cold.size).toBe(100);
    for (let i = 0; i < 100; i += 1) {
      const id = cold.find(Buffer.from(`stays ${i}`)) ?? NaN;
      expect([cold.keyOf(id), String(cold.partOf(id, 0)), cold.coversOf(id), cold.wasWhole(id)]).toEqual([
        `stays ${i}`,
        `of stays ${i}`,
        i,
        true,
      ]);
      expect(cold.partOf(id, 1)?.toString()).toBe(i % 2 === 0 ? 'own and shared' : undefined);
    }
    expect(cold.takeDue(49)).toHaveLength(50);
  });
});
