import fc from 'fast-check';
import { slope } from './slope';
import { unwrapCounter } from './unwrap-counter';

describe('slope', () => {
  it.each([
    ['a line through two points', [0, 10], [5, 25], 2],
    ['a flat line', [0, 1, 2, 3], [7, 7, 7, 7], 0],
    ['a falling line', [0, 60, 120], [10, 4, -2], -0.1],
    ['scattered points: 3.5/5 by hand', [0, 1, 2, 3], [1, 0, 2, 3], 0.8],
  ])('%s', (_, xs, ys, expected) => {
    expect(slope(xs, ys)).toBeCloseTo(expected, 12);
  });

  it('gives back the slope of exact lines', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer(),
        fc.integer({ min: 2, max: 50 }),
        (a, b, n) => {
          const xs = Array.from({ length: n }, (_, i) => i * 30);
          expect(
            slope(
              xs,
              xs.map((x) => a * x + b),
            ),
          ).toBeCloseTo(a, 6);
        },
      ),
    );
  });
});

describe('unwrapCounter', () => {
  it.each([
    ['a counter that only grows is left alone', [1, 4, 9], [1, 4, 9]],
    ['a reset adds the total before it to all after it', [5, 8, 2, 4], [5, 8, 10, 12]],
    ['two resets add up', [5, 8, 2, 4, 1], [5, 8, 10, 12, 13]],
    ['an equal value is no reset', [3, 3, 3], [3, 3, 3]],
    ['no readings', [], []],
  ])('%s', (_, readings, expected) => {
    expect(unwrapCounter(readings)).toEqual(expected);
  });
});
