import fc from 'fast-check';
import type { Result } from '@panto/model';
import { resultSchema } from '@panto/model';
import {
  AvroDecoder,
  AvroError,
  defaultDecodeLimits,
  fixedSchemas,
  localCodec,
  type AvroSchema,
} from './index';

/** A zigzag varint. */
function long(value: number): number[] {
  let rest = BigInt(value) >= 0n ? BigInt(value) * 2n : -BigInt(value) * 2n - 1n;
  const bytes: number[] = [];
  do {
    const group = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? group | 0x80 : group);
  } while (rest > 0n);
  return bytes;
}
const text = (value: string): number[] => [...long(Buffer.byteLength(value)), ...Buffer.from(value)];
const wire = (id: number, ...body: number[][]): Buffer => Buffer.from([0, 0, 0, 0, id, ...body.flat()]);
/** A Result without metrics, up to its first map. */
const timestamp = long(1_700_000_000_000);
const noMaps = [...long(0), ...long(0), ...long(0), ...long(0)];
const noUnions = [...long(0), ...long(0)];

const withField = (name: string, type: AvroSchema): AvroSchema => ({
  ...resultSchema,
  fields: [...resultSchema.fields, { name, type }],
});
const node = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };
const doubling = Array.from({ length: 16 }, (_, i) => i).reduceRight<AvroSchema>(
  (inner, i) => ({
    type: 'record',
    name: `D${i}`,
    fields: [
      { name: 'left', type: inner },
      { name: 'right', type: i === 15 ? inner : `D${i + 1}` },
    ],
  }),
  'null',
);

/** Writer schemas by id. */
const written = new Map<number, AvroSchema>([
  [1, resultSchema],
  [2, withField('extra', { type: 'array', items: 'null' })],
  [3, withField('extra', { type: 'array', items: 'long' })],
  [4, withField('extra', node)],
  [5, withField('extra', doubling)],
  [6, { type: 'record', name: 'Other', fields: [{ name: 'a', type: 'string' }] }],
  [7, 'string'],
  [8, { ...resultSchema, name: 'other.space.Result' }],
  [9, withField('__proto__', 'string')],
  [10, { type: 'record', name: 'Result', fields: [{ name: 'timestamp', type: 'int' }] }],
]);
const source = fixedSchemas(new Map([...written].map(([id, schema]) => [id, JSON.stringify(schema)])));

describe('a decoder', () => {
  const decoder = new AvroDecoder<Result>(resultSchema, source);
  beforeAll(() => decoder.prepare([...written.keys(), 99].map((id) => wire(id))));

  it('reads the smallest Result, by a schema with only a timestamp', () => {
    expect(decoder.decode(wire(10, long(1000)))).toEqual({
      ok: true,
      value: { timestamp: 1000, ints: {}, floats: {}, strings: {}, bools: {}, error: null, agent: null },
    });
  });

  it('reads what was written under another namespace', () => {
    expect(decoder.decode(wire(8, timestamp, noMaps, noUnions)).ok).toBe(true);
  });

  it('reads blocks prefixed with their size, as other languages write them', () => {
    const entry = [...text('a'), ...long(5)];
    const ints = [...long(-1), ...long(entry.length), ...entry, 0];
    const decoded = decoder.decode(wire(1, timestamp, ints, long(0), long(0), long(0), noUnions));
    expect(decoded).toMatchObject({ ok: true, value: { ints: { a: 5 } } });
  });

  const refusals: [string, Buffer | null, string][] = [
    ['no value', null, 'empty'],
    ['no bytes', Buffer.alloc(0), 'empty'],
    ['JSON', Buffer.from('{"timestamp":1}'), 'not-avro'],
    ['a truncated prefix', Buffer.from([0, 0, 0]), 'not-avro'],
    ['a schema GUID', Buffer.concat([Buffer.from([1]), Buffer.alloc(16)]), 'schema-id-in-header'],
    ['an unknown schema', wire(99), 'unknown-schema'],
    ['a schema that was never fetched', wire(77), 'not-prepared'],
    ['another record', wire(6, text('x')), 'incompatible-schema'],
    ['no record at all', wire(7, text('x')), 'incompatible-schema'],
    ['a schema with a field __proto__', wire(9), 'incompatible-schema'],
    ['more than the largest size', Buffer.alloc(defaultDecodeLimits.bytes + 1), 'too-large'],
    ['nothing after the prefix', wire(1), 'corrupt'],
    ['trailing bytes', wire(1, timestamp, noMaps, noUnions, [0]), 'corrupt'],
    ['a map of 200 million in six bytes', wire(1, timestamp, long(200_000_000)), 'corrupt'],
    [
      'a map of 2^62',
      wire(1, timestamp, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
      'corrupt',
    ],
    [
      'an endless number',
      wire(
        1,
        Array.from({ length: 40 }, () => 0xff),
      ),
      'corrupt',
    ],
    ['a name longer than the rest', wire(1, timestamp, long(1), long(1_000_000), [65]), 'corrupt'],
    ['a name of negative length', wire(1, timestamp, long(1), long(-5), [65]), 'corrupt'],
    [
      'a boolean that is 7',
      wire(1, timestamp, [0, 0, 0, ...long(1), ...text('b'), 7, 0], noUnions),
      'corrupt',
    ],
    ['a branch that does not exist', wire(1, timestamp, noMaps, long(2)), 'corrupt'],
    [
      'an array of 8 million nulls',
      wire(2, timestamp, noMaps, noUnions, long(8_000_000), long(0)),
      'corrupt',
    ],
    [
      'a block that lies about its size',
      wire(3, timestamp, noMaps, noUnions, long(-1), long(3), long(1), long(0)),
      'corrupt',
    ],
    [
      'a record nested a thousand deep',
      wire(
        4,
        timestamp,
        noMaps,
        noUnions,
        Array.from({ length: 1000 }, () => 2),
        [0],
      ),
      'corrupt',
    ],
    ['65,536 records in no bytes', wire(5, timestamp, noMaps, noUnions), 'corrupt'],
    ['a timestamp beyond 2^53', wire(1, long(2 ** 60), noMaps, noUnions), 'number-out-of-range'],
  ];
  it.each(refusals)('refuses %s', (_sentence, bytes, reason) => {
    expect(decoder.decode(bytes)).toMatchObject({ ok: false, reason });
  });

  it('refuses a schema GUID in a header', () => {
    const bytes = wire(1, timestamp, noMaps, noUnions);
    expect(decoder.decode(bytes, { __value_schema_id: 'x' })).toMatchObject({
      reason: 'schema-id-in-header',
    });
  });

  it('returns a value or a reason for any bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4, 5, 8), fc.uint8Array({ maxLength: 200 }), (id, body) => {
        const decoded = decoder.decode(Buffer.concat([wire(id), body]));
        return decoded.ok || decoded.reason === 'corrupt' || decoded.reason === 'number-out-of-range';
      }),
      { numRuns: 3000 },
    );
  });

  const results = fc.record<Result>({
    timestamp: fc.integer({ min: 0, max: 2 ** 45 }),
    ints: fc.dictionary(
      fc.string(),
      fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n })),
    ),
    floats: fc.dictionary(fc.string(), fc.double()),
    strings: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
    bools: fc.dictionary(fc.string(), fc.boolean()),
    error: fc.option(fc.string()),
    agent: fc.option(fc.uuid()),
  });

  it('returns what was written', () => {
    const codec = localCodec<Result>(resultSchema);
    fc.assert(
      fc.property(results, (result) => {
        expect(codec.decode(codec.encode(result))).toEqual({ ok: true, value: result });
      }),
    );
  });

  it('never mistakes a value truncated anywhere for a whole one', () => {
    const codec = localCodec<Result>(resultSchema);
    fc.assert(
      fc.property(results, fc.nat(), (result, cut) => {
        const bytes = codec.encode(result);
        const part = bytes.subarray(0, cut % bytes.length);
        return codec.decode(part).ok === false;
      }),
    );
  });
});

describe('a decoder, asking the registry', () => {
  const bytes = wire(1, timestamp, noMaps, noUnions);
  const answering = (answer: (id: number) => ReturnType<typeof source.find>) => {
    const asked: number[] = [];
    let now = 0;
    const decoder = new AvroDecoder<Result>(
      resultSchema,
      {
        find: (id) => {
          asked.push(id);
          return answer(id);
        },
      },
      { now: () => now, writers: { remembered: 4, concurrency: 2, refusedFor: 1000 } },
    );
    return { decoder, asked, pass: (time: number) => (now += time) };
  };

  it('fetches each id once, however many values and callers there are', async () => {
    const { decoder, asked } = answering((id) => source.find(id));
    await Promise.all([decoder.prepare([bytes, bytes, wire(8)]), decoder.prepare([bytes, null])]);
    await decoder.prepare([bytes]);
    expect(asked).toEqual([1, 8]);
  });

  it('does not ask again for a refused id until a while has passed', async () => {
    const { decoder, asked, pass } = answering(() => Promise.resolve({ kind: 'missing' }));
    await decoder.prepare([bytes]);
    await decoder.prepare([bytes]);
    pass(1001);
    await decoder.prepare([bytes]);
    expect(asked).toEqual([1, 1]);
  });

  it('asks again after no response: nothing is refused because the registry is down', async () => {
    let down = true;
    const { decoder } = answering((id) =>
      down ? Promise.reject(new AvroError('registry-unreachable', true, 'down')) : source.find(id),
    );
    await expect(decoder.prepare([bytes])).rejects.toMatchObject({ retry: true });
    down = false;
    await decoder.prepare([bytes]);
    expect(decoder.decode(bytes).ok).toBe(true);
  });

  it('does not need it for known ids', async () => {
    let down = false;
    const { decoder } = answering((id) =>
      down ? Promise.reject(new AvroError('registry-unreachable', true, 'down')) : source.find(id),
    );
    await decoder.prepare([bytes]);
    down = true;
    await decoder.prepare([bytes]);
    expect(decoder.decode(bytes).ok).toBe(true);
  });

  it('remembers answers up to a bound', async () => {
    const { decoder } = answering((id) => source.find(id));
    await decoder.prepare([1, 2, 3, 4, 8].map((id) => wire(id)));
    expect(decoder.decode(bytes)).toMatchObject({ reason: 'not-prepared' });
    expect(decoder.decode(wire(8, timestamp, noMaps, noUnions)).ok).toBe(true);
  });

  const schemas: [string, string][] = [
    ['no JSON', '{'],
    ['longer than the limit', JSON.stringify({ ...resultSchema, doc: 'x'.repeat(200_000) })],
    ['nested too deep', `${'{"type":"array","items":'.repeat(50)}"null"${'}'.repeat(50)}`],
    ['of too many types', JSON.stringify(Array.from({ length: 9_000 }, () => 'null'))],
    ['naming a type that it does not define', JSON.stringify(withField('extra', 'Undefined'))],
  ];
  it.each(schemas)('refuses values if their schema is %s', async (_sentence, schema) => {
    const { decoder } = answering(() => Promise.resolve({ kind: 'schema', text: schema }));
    await decoder.prepare([bytes]);
    expect(decoder.decode(bytes)).toMatchObject({ ok: false, reason: 'incompatible-schema' });
  });
});
