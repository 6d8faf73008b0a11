import { describe, expect, it } from '@jest/globals';
import { crc32c } from '@node-rs/crc32';
import type { OutRecord } from '@panto/streams';
import { batchBytes } from './batch-bytes';
import { BufferPool } from './buffer-pool';
import { KafkaFeed } from './kafka-feed';
import { committedBatches } from './record-batch';

const place = { topic: 'results', partition: 0 };
const open = (offset = 0, room = 8 * 1024 * 1024): KafkaFeed =>
  new KafkaFeed(
    { ...place, offset },
    { wake: () => undefined, gap: () => undefined },
    { pool: new BufferPool(), room: () => room, stopped: () => undefined },
  );

const batchOf = (count: number, bytes = 10): Promise<Buffer> => {
  const record: OutRecord = { topic: 'results', key: null, value: Buffer.alloc(bytes), timestamp: 0 };
  const origin = { producerId: 1n, epoch: 0, sequence: 0 };
  return batchBytes(
    Array.from({ length: count }, () => record),
    origin,
    'none',
    new BufferPool(),
  );
};

/** A broker's response: a batch of `count` records of `bytes` bytes each. */
const receive = async (feed: KafkaFeed, count: number, bytes: number): Promise<void> => {
  const batch = await batchOf(count, bytes);
  batch.writeBigInt64BE(BigInt(feed.fetched), 0);
  feed.receive(committedBatches(place, batch, feed.fetched, []), 1_000_000);
};

describe('the read-ahead of a feed', () => {
  it.each([
    ['20,000 records', 1_000, 10, 21],
    ['8 MiB', 10, 100_000, 9],
  ])('is no more than %s plus one response; taking makes room', async (_, count, bytes, answers) => {
    const feed = open();
    let asked = 0;
    for (; !feed.full && asked < 100; asked += 1) await receive(feed, count, bytes);
    expect(asked).toBe(answers);
    expect(feed.waiting).toBe(answers * count);

    feed.take(count);
    expect(feed.full).toBe(false);
    expect(feed.position).toBe(count);
  });

  it('is no more than its share where many feeds share the room', async () => {
    const feed = open(0, 250_000);
    let asked = 0;
    for (; !feed.full && asked < 100; asked += 1) await receive(feed, 1, 100_000);
    expect(asked).toBe(3);
  });

  it('is taken in the order of the log, batch by batch or across batches', async () => {
    const feed = open();
    for (const count of [3, 1, 5]) await receive(feed, count, 10);
    const taken: number[][] = [];
    while (feed.waiting > 0) {
      taken.push(feed.take(2).map(({ offset }) => offset));
      expect(feed.position).toBe((taken.at(-1)?.at(-1) ?? 0) + 1);
    }
    expect(taken).toEqual([[0, 1], [2, 3], [4, 5], [6, 7], [8]]);
  });

  it('begins in the middle of a batch if the feed started there', async () => {
    const [batch] = committedBatches(place, await batchOf(4), 2, []).batches;
    const late = open(2);
    late.receive({ batches: batch === undefined ? [] : [batch], next: 4, corrupt: false }, 4);
    expect(late.position).toBe(2);
    expect(late.take(10).map(({ offset }) => offset)).toEqual([2, 3]);
    expect([late.waiting, late.position]).toEqual([0, 4]);
  });

  it('continues after a batch that claims a negative number of records', async () => {
    const feed = open();
    const batch = await batchOf(2);
    batch.writeInt32BE(-1, 57);
    batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
    feed.receive(committedBatches(place, batch, 0, []), 1_000_000);
    await receive(feed, 1, 10);
    expect(feed.take(10).map(({ offset }) => offset)).toEqual([2]);
    expect(feed.waiting).toBe(0);
  });

  it('does not count as silent while it is full: nothing is requested then', async () => {
    const feed = open();
    await receive(feed, 20_001, 1);
    const before = feed.seenAt;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(feed.seenAt).toBeGreaterThan(before);
  });
});
