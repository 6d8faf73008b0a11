import type { Result, State } from '@panto/model';
import { alertSchema, resultSchema, stateSchema } from '@panto/model';
import { AvroError, localCodec } from './index';

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

/** Encodes and decodes a value. */
function roundTrip(value: Result): Result {
  const codec = localCodec<Result>(resultSchema);
  const decoded = codec.decode(codec.encode(value));
  if (!decoded.ok) throw new Error(`${decoded.reason}: ${decoded.detail}`);
  return decoded.value;
}

describe('a Result keeps', () => {
  const rows: [string, Partial<Result>][] = [
    [
      'metrics of every type',
      { ints: { a: 1 }, floats: { b: 0.5 }, strings: { c: 'ü' }, bools: { d: true } },
    ],
    ['numbers that are not finite', { floats: { a: NaN, b: Infinity, c: -Infinity, d: -0 } }],
    ['the largest and smallest int64', { ints: { a: 2n ** 63n - 1n, b: -(2n ** 63n) } }],
    [
      'the edge of exactly representable numbers',
      { ints: { a: 2 ** 53 - 1, b: -(2 ** 53 - 1), c: 2n ** 53n, d: -(2n ** 53n) } },
    ],
    [
      'the edge of numbers that are exact when doubled',
      { ints: { a: 2 ** 52, b: -(2 ** 52), c: -(2 ** 52) - 1, d: 2 ** 52 + 1 } },
    ],
    [
      'names that are dangerous as keys',
      {
        ints: Object.fromEntries([
          ['constructor', 1],
          ['toString', 2],
        ]),
      },
    ],
    ['an error', { error: 'connection refused', agent: 'edge-1' }],
  ];
  it.each(rows)('%s', (_sentence, change) => {
    expect(roundTrip(result(change))).toEqual(result(change));
  });

  it('a metric named __proto__, as a name like any other', () => {
    const ints = Object.create(null) as Record<string, number>;
    ints['__proto__'] = 7;
    const back = roundTrip(result({ ints })).ints;
    expect(Object.entries(back)).toEqual([['__proto__', 7]]);
    expect(Object.getPrototypeOf(back)).toBeNull();
  });

  it('its size, even if it is longer than a slab', () => {
    const strings = { long: 'x'.repeat(200_000) };
    expect(roundTrip(result({ strings })).strings['long']).toHaveLength(200_000);
  });
});

describe('values that are written one after another', () => {
  it('are independent, whatever their number and length', () => {
    const codec = localCodec<Result>(resultSchema);
    const written = Array.from({ length: 500 }, (_, i) => {
      const value = result({ ints: { i }, strings: { s: 'y'.repeat((i * 37) % 900) } });
      return { value, bytes: codec.encode(value) };
    });
    for (const { value, bytes } of written) expect(codec.decode(bytes)).toEqual({ ok: true, value });
  });
});

describe('a value that does not fit is refused when written', () => {
  const codec = localCodec<Result>(resultSchema);
  const rows: [string, unknown, RegExp][] = [
    ['an int beyond int64', result({ ints: { a: 2n ** 63n } }), /ints\.a/],
    ['an int that lost digits', result({ ints: { a: 2 ** 53 } }), /ints\.a.*bigint/],
    ['an int that is not whole', result({ ints: { a: 0.5 } }), /ints\.a/],
    ['a missing timestamp', { ...result({}), timestamp: undefined }, /timestamp/],
    ['more than the size limit', result({ error: 'x'.repeat(2_000_000) }), /at most 1048576/],
  ];
  it.each(rows)('%s', (_sentence, value, message) => {
    expect(() => codec.encode(value as Result)).toThrow(message);
    expect(() => codec.encode(value as Result)).toThrow(AvroError);
  });
});

describe('unions', () => {
  it.each([null, 1.5, 'text', true, NaN])('a reason with the value %p comes back unwrapped', (value) => {
    const codec = localCodec<State>(stateSchema);
    const state: State = {
      check: 'c',
      target: null,
      state: 'WARNING',
      previous: 'OK',
      timestamp: 5,
      arrival: 6,
      since: 5,
      occurrences: 1,
      problemOccurrences: 1,
      reasons: [
        {
          rule: 'r',
          kind: 'MATCHED',
          field: 'f',
          value,
          reference: null,
          operator: 'gt',
          operand: 1,
          text: 't',
        },
      ],
      version: 1,
      late: false,
    };
    const decoded = codec.decode(codec.encode(state));
    expect(decoded).toMatchObject({ ok: true, value: { reasons: [{ value, operand: 1 }] } });
  });

  it('every schema has a codec', () => {
    expect(() => localCodec(alertSchema)).not.toThrow();
  });
});
