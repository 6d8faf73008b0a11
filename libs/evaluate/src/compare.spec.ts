import fc from 'fast-check';
import type { MetricValue, Operator } from '@panto/model';
import { compare } from './compare';
import { allOf, anyOf, type Truth } from './truth';

describe('compare', () => {
  const rows: [string, MetricValue, Operator, MetricValue, Truth][] = [
    ['a number below', 1, 'lt', 2, true],
    ['an equal number is not below', 2, 'lt', 2, false],
    ['an equal number is at most', 2, 'le', 2, true],
    ['an equal number is at least', 2, 'ge', 2, true],
    ['an int equals the float of the same value', 2n, 'eq', 2, true],
    ['neighbours beyond 2^53 differ', 9007199254740993n, 'eq', 9007199254740992n, false],
    ['neighbours beyond 2^53 differ from a float too', 9007199254740993n, 'gt', 9007199254740992, true],
    ['NaN equals nothing', NaN, 'eq', NaN, false],
    ['NaN is other than everything', NaN, 'ne', 1, true],
    ['NaN is above nothing', NaN, 'gt', 1, false],
    ['infinity is above every other number', Infinity, 'gt', 10n ** 18n, true],
    ['strings are equal or not', 'a', 'eq', 'a', true],
    ['strings differ in case', 'a', 'ne', 'A', true],
    ['strings are not ordered', 'a', 'lt', 'b', undefined],
    ['booleans are equal or not', true, 'eq', false, false],
    ['booleans are not ordered', true, 'gt', false, undefined],
    ['text is not compared with a number', '1', 'eq', 1, undefined],
    ['a boolean is not compared with a number', true, 'eq', 1, undefined],
    ['a number matches no pattern', 1, 'match', '1', undefined],
  ];
  it.each(rows)('%s', (_, value, operator, operand, truth) => {
    expect(compare(value, operator, operand)).toBe(truth);
  });

  it('uses the matcher, and negates its answer for notmatch', () => {
    const matcher = (text: string) => text.includes('down');
    expect(compare('link down', 'match', 'down', matcher)).toBe(true);
    expect(compare('link up', 'match', 'down', matcher)).toBe(false);
    expect(compare('link up', 'notmatch', 'down', matcher)).toBe(true);
  });

  it('compares whole numbers of any size mathematically', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer(), (big, small) => {
        expect(compare(big, 'lt', small)).toBe(big < BigInt(small));
        expect(compare(big, 'eq', small)).toBe(big === BigInt(small));
      }),
    );
  });
});

describe('all and any', () => {
  const rows: [string, Truth[], Truth, Truth][] = [
    ['all true', [true, true], true, true],
    ['one false', [true, false], false, true],
    ['one undetermined among true', [true, undefined], undefined, true],
    ['one undetermined among false', [false, undefined], false, undefined],
    ['true, false and undetermined', [true, false, undefined], false, true],
    ['nothing determined', [undefined], undefined, undefined],
  ];
  it.each(rows)('%s', (_, truths, all, any) => {
    expect(allOf(truths)).toBe(all);
    expect(anyOf(truths)).toBe(any);
  });
});
