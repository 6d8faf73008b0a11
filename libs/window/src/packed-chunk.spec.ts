import fc from 'fast-check';
import { ChunkReader, extended, packed } from './packed-chunk';

const read = <Value>(times: readonly number[], values: readonly Value[]) => {
  const chunk = packed(times, values);
  const reader = new ChunkReader(chunk);
  return {
    times: times.map(() => reader.nextTime()),
    values: values.map(() => reader.nextValue()),
    bytes: chunk.times.length + (typeof chunk.values === 'string' ? chunk.values.length : 8 * values.length),
  };
};
const steady = (count: number, jitter = 0): number[] =>
  Array.from({ length: count }, (_, i) => 1_760_000_000_000 + i * 60_000 + ((i * 7) % (jitter + 1)));
const of = <Value>(count: number, value: (i: number) => Value): Value[] =>
  Array.from({ length: count }, (_, i) => value(i));

describe('a packed chunk', () => {
  const value = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.maxSafeInteger(),
    fc.integer({ min: -9_999, max: 9_999 }).map((whole) => whole / 100),
    fc.constantFrom(0, -0, NaN, Infinity, 0.1 + 0.2, 1e-9, 123456.789),
  );
  const mixed = fc.oneof(value, fc.bigInt(), fc.string(), fc.boolean());
  const gaps = fc.array(fc.oneof(fc.constant(60_000), fc.integer({ min: 1, max: 1e9 })), {
    minLength: 1,
    maxLength: 128,
  });

  it.each([
    ['numbers', value],
    ['values of all types', mixed],
  ])('gives back %s exactly', (_, arbitrary: fc.Arbitrary<unknown>) => {
    fc.assert(
      fc.property(gaps, fc.array(arbitrary, { minLength: 128, maxLength: 128 }), (distances, list) => {
        let time = 0;
        const times = distances.map((distance) => (time += distance));
        const values = list.slice(0, times.length);
        const back = read(times, values);
        expect(back.times).toEqual(times);
        expect(back.values.every((one, i) => Object.is(one, values[i]))).toBe(true);
      }),
    );
  });

  it('can be extended by samples that fit its encoding, and then gives back all of them', () => {
    const whole = fc.integer({ min: -500, max: 500 }).map((n) => n / 10);
    const list = fc.array(fc.tuple(fc.constantFrom(60_000, 60_000, 59_000), whole), {
      minLength: 3,
      maxLength: 60,
    });
    fc.assert(
      fc.property(list, fc.nat(), (samples, where) => {
        let time = 0;
        const times = samples.map(([distance]) => (time += distance));
        const values = samples.map(([, value]) => value);
        const cut = 2 + (where % (samples.length - 2));
        const chunk = packed([...times.slice(0, cut)], [0.5, ...values.slice(1, cut)]);
        const longer = extended(chunk, times.slice(cut), values.slice(cut));
        const reader = new ChunkReader(longer ?? chunk);
        expect(times.map(() => reader.nextTime())).toEqual(times);
        expect(values.map(() => reader.nextValue())).toEqual([0.5, ...values.slice(1)]);
      }),
    );
  });

  it.each([
    ['more decimals than it has', 0.25],
    ['something other than a number', 'text'],
    ['a negative zero', -0],
  ])('cannot be extended by %s', (_, value: unknown) => {
    expect(extended(packed<unknown>([1, 2], [0.5, 1]), [3], [value])).toBeUndefined();
  });

  it.each<[string, number[], unknown[], number]>([
    ['a constant at a steady interval: nearly nothing', steady(128), of(128, () => 0.3), 20],
    ['a counter that grows steadily', steady(128), of(128, (i) => 1_000_000 + 5 * i), 140],
    [
      'whole numbers that wander, times that jitter',
      steady(128, 5),
      of(128, (i) => 1_000 + ((i * 37) % 50)),
      270,
    ],
    ['durations to the millisecond', steady(128, 5), of(128, (i) => (200 + ((i * 131) % 900)) / 1000), 400],
    ['doubles with many decimals: stored as they are', steady(128), of(128, (i) => Math.sqrt(i)), 1_035],
  ])('holds 128 samples of %s', (_, times, values, most) => {
    expect(read(times, values).bytes).toBeLessThan(most);
  });
});
