import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Timed, TimerHeap } from './timer-heap';

const item = (key: string): Timed => ({ key, due: Infinity, queued: Infinity, place: -1 });

describe('the heap of timers', () => {
  it('returns what a sorted list would return, however often deadlines move', () => {
    const moves = fc.array(
      fc.oneof(
        fc.record({
          key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
          due: fc.option(fc.nat(50), { nil: Infinity }),
        }),
        fc.record({ until: fc.nat(60) }),
        fc.record({ drop: fc.constantFrom('a', 'b', 'c', 'd', 'e') }),
      ),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(moves, (list) => {
        const heap = new TimerHeap<Timed>();
        const items = new Map<string, Timed>();
        const model = new Map<string, number>();
        for (const move of list) {
          if ('key' in move) {
            const found = items.get(move.key) ?? item(move.key);
            items.set(move.key, found);
            heap.arm(found, move.due);
            model.set(move.key, move.due);
          } else if ('drop' in move) {
            const found = items.get(move.drop);
            if (found !== undefined) heap.drop(found);
            model.delete(move.drop);
          } else {
            const expected = [...model]
              .filter(([, due]) => due <= move.until)
              .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
              .map(([key]) => key);
            const given: string[] = [];
            for (let due = heap.takeDue(move.until); due !== undefined; due = heap.takeDue(move.until)) {
              given.push(due.key);
              heap.arm(due, Infinity);
              model.set(due.key, Infinity);
            }
            expect(given).toEqual(expected);
          }
        }
      }),
    );
  });
});
