import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Result } from '@panto/model';
import { packResult, unpackResult } from './spooled-result';

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const long = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).filter((n) => !Number.isSafeInteger(Number(n))),
);
const double = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Object.is(value, -0) ? 0 : value));
const result: fc.Arbitrary<Result> = fc.record({
  timestamp: fc.maxSafeNat(),
  ints: fc.dictionary(name, long, { noNullPrototype: true }),
  floats: fc.dictionary(name, double, { noNullPrototype: true }),
  strings: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
  bools: fc.dictionary(name, fc.boolean(), { noNullPrototype: true }),
  error: fc.option(fc.string()),
  agent: fc.option(fc.uuid()),
});

test('a Result survives a round trip, including integers beyond 2^53 and floats without a fraction', () => {
  fc.assert(
    fc.property(fc.uuid(), result, (check, one) => {
      expect(unpackResult(packResult({ check, result: one }))).toEqual({ check, result: one });
    }),
  );
});

test.each(['', 'null', '{}', '{"check":"a","result":{}}', 'no json'])('%p is not a Result', (text) => {
  expect(unpackResult(Buffer.from(text))).toBe(null);
});
