import { describe, expect, it } from '@jest/globals';
import type { LogRecord } from '@panto/streams';
import { KafkaFeed } from './kafka-feed';

const open = (): KafkaFeed =>
  new KafkaFeed(
    { topic: 'results', partition: 0, offset: 0 },
    { wake: () => undefined, gap: () => undefined },
    () => undefined,
  );

/** What a broker answers: so many records of so many bytes each. */
const receive = (feed: KafkaFeed, count: number, bytes: number): void => {
  const value = Buffer.alloc(bytes);
  const records = Array.from({ length: count }, (_, index): LogRecord => {
    const offset = feed.fetched + index;
    return { topic: 'results', partition: 0, offset, timestamp: 0, key: null, value, headers: {} };
  });
  feed.receive({ records, next: feed.fetched + count }, 1_000_000);
};

describe('what a feed fetches ahead', () => {
  it.each([
    ['20,000 records', 1_000, 10, 21],
    ['8 MiB', 10, 100_000, 9],
  ])('is no more than %s and one answer; taking makes room', (_, count, bytes, answers) => {
    const feed = open();
    let asked = 0;
    for (; !feed.full && asked < 100; asked += 1) receive(feed, count, bytes);
    expect(asked).toBe(answers);
    expect(feed.waiting).toBe(answers * count);

    feed.take(count);
    expect(feed.full).toBe(false);
    expect(feed.position).toBe(count);
  });

  it('is not silent while it is full: nothing is asked then', async () => {
    const feed = open();
    receive(feed, 20_001, 1);
    const before = feed.seenAt;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(feed.seenAt).toBeGreaterThan(before);
  });
});
