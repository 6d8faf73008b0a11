import type { AvroCodec } from '@panto/avro';
import type { Result } from '@panto/model';
import type { Produced } from '../../src/harness/test-stage';

/** What poison is made from. */
export interface PoisonSource {
  readonly key: string;
  readonly now: number;
  readonly codec: AvroCodec<Result>;
  readonly result: Result;
  /** A value of another schema that the registry knows. */
  readonly stranger: Buffer;
}

/** Header that marks poison for the verifier, so that it need not decide by itself what can be decoded. */
export const poisonHeader = 'faults.poison';

/** Records that must become dead letters, one of every kind. */
const kinds: Readonly<Record<string, (source: PoisonSource) => Omit<Produced, 'headers'>>> = {
  rubbish: ({ key }) => ({ key, value: Buffer.from('rubbish') }),
  empty: ({ key }) => ({ key, value: Buffer.alloc(0) }),
  'null value': ({ key }) => ({ key, value: null }),
  'cut off': (source) => ({ key: source.key, value: good(source).subarray(0, 9) }),
  'bytes behind': (source) => ({ key: source.key, value: Buffer.concat([good(source), Buffer.from([7])]) }),
  'endless map': (source) => ({
    key: source.key,
    value: Buffer.concat([good(source).subarray(0, 11), Buffer.alloc(20, 0xff)]),
  }),
  'unknown schema': (source) => ({ key: source.key, value: withId(good(source), 2 ** 31 - 2) }),
  'negative schema': (source) => ({ key: source.key, value: withId(good(source), -1) }),
  'another schema': ({ key, stranger }) => ({ key, value: stranger }),
  'magic 1': (source) => ({ key: source.key, value: Buffer.concat([Buffer.from([1]), good(source)]) }),
  large: (source) => ({ key: source.key, value: Buffer.concat([good(source), Buffer.alloc(200_000)]) }),
  'two maps': ({ key, codec, result }) => {
    const twice = { ...result, ints: { ...result.ints, load: 1 }, floats: { ...result.floats, load: 1.5 } };
    return { key, value: codec.encode(twice) };
  },
  'clock ahead': ({ key, codec, result, now }) => ({
    key,
    value: codec.encode({ ...result, timestamp: now + 3_600_000 }),
  }),
  'bad key': (source) => ({ key: 'web-1.example.com', value: good(source) }),
  'no key': (source) => ({ key: null, value: good(source) }),
  'tick with a value': (source) => ({ key: 'tick', value: good(source) }),
};

/** Names of all kinds of poison. */
export const poisonKinds: readonly string[] = Object.keys(kinds);

/** A record of a kind of poison. */
export function poison(kind: string, source: PoisonSource): Produced {
  const make = kinds[kind];
  if (make === undefined) throw new Error(`there is no poison called ${kind}`);
  return { ...make(source), headers: { [poisonHeader]: kind } };
}

function good({ codec, result }: PoisonSource): Buffer {
  return codec.encode(result);
}

function withId(value: Buffer, id: number): Buffer {
  const copy = Buffer.from(value);
  copy.writeInt32BE(id, 1);
  return copy;
}
