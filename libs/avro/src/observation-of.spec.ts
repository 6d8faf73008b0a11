import type { Result } from '@panto/model';
import fc from 'fast-check';
import { observationOf, resultOf } from './index';

const result = (change: Partial<Result>): Result => ({
  timestamp: 1_700_000_000_000,
  ints: {},
  floats: {},
  strings: {},
  bools: {},
  error: null,
  agent: null,
  ...change,
});
const limits = { metrics: 3, name: 5, text: 10 };

describe('observationOf', () => {
  it('joins the four maps into one', () => {
    const observed = observationOf(
      result({ ints: { a: 2n ** 60n }, floats: { b: 0.5 }, strings: { c: 'x' }, bools: { d: false } }),
      7,
    );
    expect(observed).toEqual({
      ok: true,
      value: {
        timestamp: 1_700_000_000_000,
        arrival: 7,
        error: null,
        metrics: new Map<string, unknown>([
          ['a', 2n ** 60n],
          ['b', 0.5],
          ['c', 'x'],
          ['d', false],
        ]),
      },
    });
  });

  const refusals: [string, Partial<Result>, string][] = [
    ['a name in two maps', { ints: { a: 1 }, bools: { a: true } }, 'ambiguous-metric'],
    ['too many metrics', { ints: { a: 1, b: 2 }, floats: { c: 3, d: 4 } }, 'too-many-metrics'],
    ['an empty name', { ints: { '': 1 } }, 'bad-metric-name'],
    ['a long name', { ints: { abcdef: 1 } }, 'bad-metric-name'],
    ['a long text', { strings: { a: 'x'.repeat(11) } }, 'text-too-long'],
    ['a long error', { error: 'x'.repeat(11) }, 'text-too-long'],
    ['a long agent', { agent: 'x'.repeat(6) }, 'text-too-long'],
    ['a timestamp before 1970', { timestamp: -1 }, 'timestamp-out-of-range'],
    ['a timestamp that no calendar has', { timestamp: 9e15 }, 'timestamp-out-of-range'],
  ];
  it.each(refusals)('refuses %s', (_sentence, change, reason) => {
    expect(observationOf(result(change), 7, limits)).toMatchObject({ ok: false, reason });
  });

  it('accepts what is just within the limits', () => {
    const change = { ints: { abcde: 1 }, strings: { b: 'x'.repeat(10), c: '' }, error: 'x'.repeat(10) };
    expect(observationOf(result(change), 7, limits).ok).toBe(true);
  });

  it('undoes resultOf', () => {
    const value = fc.oneof(
      fc.maxSafeInteger(),
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
      fc.double(),
      fc.string(),
      fc.boolean(),
    );
    const metrics = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), value), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(metrics, (entries) => {
        const made = resultOf(new Map(entries), { timestamp: 1 });
        const observed = observationOf(made, 1);
        expect(observed.ok && observed.value.metrics).toEqual(new Map(entries));
      }),
    );
  });
});

describe('resultOf', () => {
  it('puts whole numbers into ints, unless they are declared as floats', () => {
    const made = resultOf(
      new Map([
        ['a', 1],
        ['b', 1],
        ['c', -0],
        ['d', 2 ** 53],
      ]),
      { timestamp: 1, isFloat: (name) => name === 'b' },
    );
    expect([made.ints, made.floats]).toEqual([{ a: 1 }, { b: 1, c: -0, d: 2 ** 53 }]);
  });
});
