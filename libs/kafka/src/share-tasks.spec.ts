import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Claim, shareTasks } from './share-tasks';

const claims = fc
  .array(fc.record({ tasks: fc.array(fc.nat(20)), generation: fc.nat(5) }), { minLength: 1, maxLength: 8 })
  .map((list) => list.map((claim, index): Claim => ({ member: `member-${index}`, ...claim })));

describe('the assignment of tasks', () => {
  it('gives every task to one member, as evenly as possible', () => {
    fc.assert(
      fc.property(fc.nat(20), claims, (count, list) => {
        const shares = [...shareTasks(count, list).values()];
        expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, task) => task));
        const sizes = shares.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the same for the same claims in any order', () => {
    fc.assert(
      fc.property(fc.nat(20), claims, (count, list) => {
        expect(shareTasks(count, [...list].reverse())).toEqual(shareTasks(count, list));
      }),
    );
  });

  it('moves nothing if no member joined or left', () => {
    fc.assert(
      fc.property(fc.nat(20), claims, (count, list) => {
        const before = shareTasks(count, list);
        const again = [...before].map(([member, tasks]) => ({ member, tasks, generation: 9 }));
        expect(shareTasks(count, again)).toEqual(before);
      }),
    );
  });

  it('moves no more than a newcomer is due', () => {
    const after = shareTasks(6, [
      { member: 'a', tasks: [0, 1, 2], generation: 3 },
      { member: 'b', tasks: [3, 4, 5], generation: 3 },
      { member: 'c', tasks: [], generation: -1 },
    ]);
    expect([...after]).toEqual([
      ['a', [0, 1]],
      ['b', [3, 4]],
      ['c', [2, 5]],
    ]);
  });

  it('believes the later of two members that claim a task', () => {
    const after = shareTasks(2, [
      { member: 'woken', tasks: [0, 1], generation: 3 },
      { member: 'present', tasks: [0, 1], generation: 4 },
    ]);
    expect(after.get('present')).toEqual([0]);
    expect(after.get('woken')).toEqual([1]);
  });
});
