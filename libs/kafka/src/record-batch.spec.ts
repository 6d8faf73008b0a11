import { gzipSync } from 'node:zlib';
import { crc32c } from '@node-rs/crc32';
import { describe, expect, it } from '@jest/globals';
import { OpenBatch } from './open-batch';
import { committedBatches, type AbortedTransaction } from './record-batch';

const place = { topic: 'topic', partition: 3 };

const unpackBatches = (at: typeof place, bytes: Buffer, from: number, aborted: AbortedTransaction[]) => {
  const { batches, next } = committedBatches(at, bytes, from, aborted);
  return { records: batches.flatMap((batch) => new OpenBatch(batch, batch.packed).take(Infinity)), next };
};

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
};
const bytesOf = (data: Buffer | null): Buffer =>
  data === null ? varint(-1) : Buffer.concat([varint(data.length), data]);
const recordOf = (delta: number, key: Buffer | null, value: Buffer | null, time = 0): Buffer => {
  const header = Buffer.concat([bytesOf(Buffer.from('__proto__')), bytesOf(Buffer.from('h'))]);
  const body = Buffer.concat([
    Buffer.from([0]),
    varint(time),
    varint(delta),
    bytesOf(key),
    bytesOf(value),
    varint(1),
    header,
  ]);
  return Buffer.concat([varint(body.length), body]);
};
interface BatchOptions {
  readonly producer?: bigint;
  readonly transactional?: boolean;
  readonly control?: 'abort' | 'commit';
  /** Compaction has removed its records. */
  readonly empty?: boolean;
  readonly appendTime?: boolean;
  readonly gzip?: boolean;
  readonly span?: number;
  readonly body?: Buffer;
}
const batchOf = (base: number, keys: readonly string[], options: BatchOptions = {}): Buffer => {
  const control = Buffer.from([0, 0, 0, options.control === 'commit' ? 1 : 0]);
  const list =
    options.control === undefined
      ? keys.map((key, index) => recordOf(index, Buffer.from(key), Buffer.from(key), index))
      : options.empty
        ? []
        : [recordOf(0, control, Buffer.alloc(6))];
  const plain = options.body ?? Buffer.concat(list);
  const body = options.gzip ? gzipSync(plain) : plain;
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(BigInt(base), 0);
  head.writeInt32BE(49 + body.length, 8);
  head.writeInt8(2, 16);
  const flags = (options.gzip ? 1 : 0) | (options.appendTime ? 8 : 0) | (options.transactional ? 16 : 0);
  head.writeInt16BE(flags | (options.control === undefined ? 0 : 32 | 16), 21);
  head.writeInt32BE((options.span ?? Math.max(1, list.length)) - 1, 23);
  head.writeBigInt64BE(1_000n, 27);
  head.writeBigInt64BE(9_000n, 35);
  head.writeBigInt64BE(options.producer ?? -1n, 43);
  head.writeInt32BE(list.length, 57);
  const batch = Buffer.concat([head, body]);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
};
const keysOf = (batches: readonly Buffer[], from = 0, aborted: [bigint, number][] = []) => {
  const { records, next } = unpackBatches(
    place,
    Buffer.concat(batches),
    from,
    aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset })),
  );
  return { keys: records.map(({ key, offset }) => `${String(key)}@${offset}`), next };
};

describe('unpacking a fetch', () => {
  it('returns records with their offsets, times and headers', () => {
    const { records } = unpackBatches(place, batchOf(5, ['a', 'b']), 0, []);
    expect(records).toEqual([
      expect.objectContaining({
        topic: 'topic',
        partition: 3,
        offset: 5,
        timestamp: 1_000,
        key: Buffer.from('a'),
      }),
      expect.objectContaining({ offset: 6, timestamp: 1_001 }),
    ]);
    expect(Object.entries(records[0]?.headers ?? {})).toEqual([['__proto__', 'h']]);
  });

  it('takes the time of the broker if the topic says so', () => {
    const { records } = unpackBatches(place, batchOf(0, ['a'], { appendTime: true }), 0, []);
    expect(records[0]?.timestamp).toBe(9_000);
  });

  it('skips what lies before the wanted offset, and stops where the fetch was cut', () => {
    const whole = batchOf(0, ['a', 'b', 'c'], { gzip: true });
    const cut = batchOf(3, ['d']);
    expect(keysOf([whole, cut.subarray(0, cut.length - 1)], 1)).toEqual({
      keys: ['b@1', 'c@2'],
      next: 3,
    });
  });

  it('skips batches that compaction has emptied', () => {
    expect(keysOf([batchOf(0, [], { span: 10 }), batchOf(20, ['a'])])).toEqual({
      keys: ['a@20'],
      next: 21,
    });
    expect(keysOf([batchOf(0, [], { span: 10 })])).toEqual({ keys: [], next: 10 });
  });

  it('skips transaction markers that compaction has emptied', () => {
    const marker = { producer: 1n, control: 'abort', empty: true } as const;
    expect(keysOf([batchOf(0, [], marker), batchOf(1, ['a'])])).toEqual({ keys: ['a@1'], next: 2 });
  });

  it('skips aborted transactions, even if two writers overlap', () => {
    const one = { transactional: true, producer: 1n };
    const two = { transactional: true, producer: 2n };
    const batches = [
      batchOf(0, ['1 aborted'], one),
      batchOf(1, ['2 aborted'], two),
      batchOf(2, ['plain']),
      batchOf(3, [], { producer: 2n, control: 'abort' }),
      batchOf(4, ['1 aborted too'], one),
      batchOf(5, ['2 committed'], two),
      batchOf(6, [], { producer: 1n, control: 'abort' }),
      batchOf(7, ['1 committed'], one),
      batchOf(8, [], { producer: 1n, control: 'commit' }),
    ];
    // A broker lists them in the order of their ends.
    const aborted: [bigint, number][] = [
      [2n, 1],
      [1n, 0],
    ];
    expect(keysOf(batches, 0, aborted)).toEqual({
      keys: ['plain@2', '2 committed@5', '1 committed@7'],
      next: 9,
    });
  });

  it('notes the end of an aborted transaction that lies before the wanted offset', () => {
    const one = { transactional: true, producer: 1n };
    const batches = [
      batchOf(0, ['aborted'], one),
      batchOf(1, [], { producer: 1n, control: 'abort' }),
      batchOf(2, ['committed'], one),
    ];
    expect(keysOf(batches, 2, [[1n, 0]])).toEqual({ keys: ['committed@2'], next: 3 });
  });

  it('accepts a key of four zero bytes', () => {
    const { records } = unpackBatches(place, batchOf(0, ['\0\0\0\0', 'b']), 0, [
      { producerId: 1n, firstOffset: 0 },
    ]);
    expect(records).toHaveLength(2);
  });

  it('returns a batch that cannot be decompressed as one record with the reason, at its last offset, and continues', () => {
    const broken = batchOf(0, ['a', 'b'], { body: Buffer.from('no records here'), span: 2 });
    const { records, next } = unpackBatches(place, Buffer.concat([broken, batchOf(2, ['c'])]), 0, []);
    expect(records.map(({ offset, damage, key }) => [offset, damage !== undefined, String(key)])).toEqual([
      [1, true, 'null'],
      [2, false, 'c'],
    ]);
    expect(next).toBe(3);
  });

  describe.each([
    ['a value that differs from what was written', (batch: Buffer) => (batch[batch.length - 20]! ^= 1)],
    ['a wrong number of offsets', (batch: Buffer) => batch.writeInt32BE(0x7f00_0000, 23)],
    ['no room for its header', (batch: Buffer) => batch.writeInt32BE(20, 8)],
    ['a negative length', (batch: Buffer) => batch.writeInt32BE(-12, 8)],
  ])('of a batch with %s', (_, hurt) => {
    const corrupt = batchOf(1, ['b', 'c']);
    hurt(corrupt);
    const bytes = Buffer.concat([batchOf(0, ['a']), corrupt]);

    it('returns what comes before it', () => {
      const { batches, next, corrupt: doubtful } = committedBatches(place, bytes, 0, []);
      expect(batches).toHaveLength(1);
      expect(next).toBe(1);
      expect(doubtful).toBe(true);
    });

    it('returns one record with the reason when it is given up, and continues after it', () => {
      const { batches, next, corrupt: doubtful } = committedBatches(place, bytes, 0, [], true);
      const records = batches.flatMap((batch) => new OpenBatch(batch, batch.packed).take(Infinity));
      expect(records).toHaveLength(2);
      expect(records[1]).toMatchObject({ offset: next - 1, key: null });
      expect(records[1]?.damage).toContain('its bytes do not match its checksum');
      expect([2, 3]).toContain(next);
      expect(doubtful).toBe(false);
    });
  });
});
