import type { MetricValue, Result } from '@panto/model';
import { resultSchema } from '@panto/model';
import fc from 'fast-check';
import { AvroCodec, fixedSchemas, localCodec, observationOf, QuickObservations, resultOf } from './index';

const codec = localCodec<Result>(resultSchema);
const quick = new QuickObservations(codec);

/** The fast path, with its metrics as a Map. */
const short = (bytes: Buffer, reader = quick) => {
  const observed = reader.observe(bytes, 5);
  return observed && { ...observed, metrics: new Map(observed.metrics) };
};
/** The slow path; undefined: a reason. */
const slow = (bytes: Buffer) => {
  const decoded = codec.decode(bytes);
  const observed = decoded.ok ? observationOf(decoded.value, 5) : decoded;
  return observed.ok ? observed.value : undefined;
};
const value = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.double(),
  fc.string(),
  fc.boolean(),
);
const metrics = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }), value), {
    selector: ([name]) => name,
  })
  .map((entries) => new Map<string, MetricValue>(entries));
const result = fc.record({ metrics, timestamp: fc.nat(2 ** 45), error: fc.option(fc.string()) });

describe('the fast path to an Observation', () => {
  it('returns what the slow path returns, or leaves the bytes to it', () => {
    fc.assert(
      fc.property(result, ({ metrics: map, timestamp, error }) => {
        const bytes = codec.encode(resultOf(map, { timestamp, error }));
        const observed = short(bytes);
        if (observed !== undefined) expect(observed).toEqual(slow(bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('accepts no bytes that the slow path refuses', () => {
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    fc.assert(
      fc.property(
        result,
        fc.array(change, { maxLength: 4 }),
        fc.nat(3),
        ({ metrics: map, timestamp }, changes, cut) => {
          const whole = codec.encode(resultOf(map, { timestamp }));
          for (const [at, byte] of changes) whole[5 + (at % (whole.length - 5))] = byte;
          const bytes = whole.subarray(0, whole.length - cut);
          const observed = short(bytes);
          if (observed !== undefined) expect(observed).toEqual(slow(bytes));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is taken for common Results', () => {
    const map = new Map<string, MetricValue>([['up', true], ['load', 0.5], ['requests', 2 ** 40], ['body', 'ok']]); // prettier-ignore
    const bytes = codec.encode(resultOf(map, { timestamp: 1_760_000_000_000, agent: 'edge-1' }));
    expect(short(bytes)).toEqual({
      timestamp: 1_760_000_000_000,
      arrival: 5,
      metrics: map,
      error: null,
    });
  });

  it('finds the metrics of Results by name, whatever was looked up before', () => {
    const names = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmnop'), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(names, { maxLength: 20 }), (shapes) => {
        for (const shape of shapes) {
          const map = new Map<string, MetricValue>(shape.map((name, i) => [name, i]));
          const observed = quick.observe(codec.encode(resultOf(map, { timestamp: 1 })), 5);
          for (const name of 'abcdefghijklmnop') expect(observed?.metrics.get(name)).toBe(map.get(name));
        }
      }),
    );
  });

  it('leaves a duplicate name to the slow path', () => {
    const bytes = codec.encode({
      ...resultOf(new Map([['a', 1]]), { timestamp: 1 }),
      floats: { a: 2.5 },
    });
    expect(quick.observe(bytes, 5)).toBeUndefined();
  });

  it('is not taken for what another schema wrote', async () => {
    const other = { ...resultSchema, fields: [...resultSchema.fields].reverse() };
    const reading = new AvroCodec<Result>(
      resultSchema,
      1,
      fixedSchemas(new Map([[2, JSON.stringify(other)]])),
    );
    const bytes = localCodec<Result>(other, 2).encode(resultOf(new Map([['a', 1]]), { timestamp: 7 }));
    await reading.prepare([bytes]);
    expect(reading.decode(bytes).ok).toBe(true);
    expect(new QuickObservations(reading).observe(bytes, 5)).toBeUndefined();
  });

  it('is taken for the same schema under another id, without its docs and defaults', async () => {
    const bare = {
      ...resultSchema,
      namespace: 'other',
      fields: resultSchema.fields.map(({ name, type }) => ({ name, type })),
    };
    const reading = new AvroCodec<Result>(
      resultSchema,
      1,
      fixedSchemas(new Map([[2, JSON.stringify(bare)]])),
    );
    const bytes = localCodec<Result>(resultSchema, 2).encode(resultOf(new Map([['a', 1]]), { timestamp: 7 }));
    await reading.prepare([bytes]);
    expect(short(bytes, new QuickObservations(reading))?.metrics).toEqual(new Map([['a', 1]]));
  });
});
