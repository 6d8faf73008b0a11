import type { OutRecord } from '@panto/streams';
import fc from 'fast-check';
import { batchBytes } from './batch-bytes';
import { BufferPool } from './buffer-pool';
import { OpenBatch } from './open-batch';
import { committedBatches } from './record-batch';

const pool = new BufferPool();
const place = { topic: 't', partition: 3 };
const origin = { producerId: 7n, epoch: 2, sequence: 40 };
const bytes = fc.uint8Array({ maxLength: 300 }).map((list) => Buffer.from(list));
const record: fc.Arbitrary<OutRecord> = fc.record({
  topic: fc.constant('t'),
  key: fc.oneof(fc.string({ unit: 'grapheme' }), bytes, fc.constant(null)),
  value: fc.oneof(bytes, fc.constant(null)),
  timestamp: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  headers: fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 3 }),
});

describe('the bytes of a batch', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4'] as const)(
    'are read back as what was written, compressed with %s',
    async (kind) => {
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 30 }), async (records) => {
          const bytes = await batchBytes(records, origin, kind, pool);
          const { batches, next } = committedBatches(place, bytes, 0, []);
          const read = batches.flatMap((batch) => new OpenBatch(batch, batch.packed).take(Infinity));
          expect(next).toBe(records.length);
          expect(
            read.map(({ key, value, timestamp, offset, headers }) => [
              key,
              value,
              timestamp,
              offset,
              { ...headers },
            ]),
          ).toEqual(
            records.map(({ key, value, timestamp, headers }, offset) => [
              key === null ? null : Buffer.from(key),
              value,
              timestamp,
              offset,
              headers,
            ]),
          );
        }),
      );
    },
  );

  it('carry the producer, and that they are part of a transaction', async () => {
    const batch = await batchBytes(
      [{ topic: 't', key: 'k', value: null, timestamp: 5 }],
      origin,
      'none',
      pool,
    );
    expect([batch.readBigInt64BE(43), batch.readInt16BE(51), batch.readInt32BE(53)]).toEqual([7n, 2, 40]);
    expect(batch.readInt16BE(21) & 16).toBe(16);
    const aborted = [{ producerId: 7n, firstOffset: 0 }];
    expect(committedBatches(place, batch, 0, aborted).batches).toEqual([]);
  });
});
