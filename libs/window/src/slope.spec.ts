import fc from 'fast-check';
import { newestSlope } from './newest-slope';
import { insert, seriesFrom } from './series';
import { slope } from './slope';
import { unwrapCounter } from './unwrap-counter';

const slopeOf = (xs: number[], ys: number[]) =>
  slope(Float64Array.from(xs), Float64Array.from(ys), xs.length);

describe('slope', () => {
  it.each([
    ['a line through two points', [0, 10], [5, 25], 2],
    ['a flat line', [0, 1, 2, 3], [7, 7, 7, 7], 0],
    ['a falling line', [0, 60, 120], [10, 4, -2], -0.1],
    ['scattered points: 3.5/5 by hand', [0, 1, 2, 3], [1, 0, 2, 3], 0.8],
  ])('%s', (_, xs, ys, expected) => {
    expect(slopeOf(xs, ys)).toBeCloseTo(expected, 12);
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
            slopeOf(
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
    ['an equal value is not a reset', [3, 3, 3], [3, 3, 3]],
    ['no readings', [], []],
  ])('%s', (_, readings, expected) => {
    const totals = new Float64Array(readings.length);
    unwrapCounter(readings, 0, totals, readings.length);
    expect([...totals]).toEqual(expected);
  });
});

describe('newestSlope', () => {
  const readings = [0, 3, 6, 1, 4].map((value, i) => ({ time: 1_000 + i * 500, value }));
  it.each([
    ['of readings by seconds', { last: 3, counter: false, over: 'seconds' }, -2],
    ['of a counter that was reset', { last: 3, counter: true, over: 'seconds' }, 4],
    ['by occurrences', { last: 2, counter: false, over: 'occurrences' }, 3],
    ['of more samples than there are', { last: 6, counter: false, over: 'seconds' }, undefined],
    ['of one sample', { last: 1, counter: false, over: 'seconds' }, NaN],
  ] as const)('%s', (_, options, expected) => {
    expect(newestSlope(seriesFrom(readings), options)).toEqual(expected);
  });

  it('is the same whether samples are packed or not, however many, and whatever came after them', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 700 });
    fc.assert(
      fc.property(values, fc.boolean(), (list, counter) => {
        const line = list.map((value, i) => ({ time: i * 1_000, value }));
        const options = { last: list.length, counter, over: 'seconds' } as const;
        const loose = seriesFrom(line, 1_000);
        const expected = newestSlope(loose, options);
        insert(loose, 10_000_000, 7);
        expect(newestSlope(loose, options)).toBe(expected);
        expect(newestSlope(seriesFrom(line), options)).toBe(expected);
      }),
    );
  });
});
