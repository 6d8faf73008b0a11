import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type OutRecord, silentLogger } from '@panto/streams';
import { batchBytes } from './batch-bytes';
import { BufferPool } from './buffer-pool';
import { KafkaReader } from './kafka-reader';
import type { OpenCluster } from './open-cluster';
import { scriptedBroker } from './scripted-broker.fixture';

const place = { topic: 'results', partition: 0 };

/** A broker's answer for the partition: an error, or records from an offset and the end. */
type Answer =
  | { readonly error: number }
  | { readonly at?: number; readonly keys?: string; readonly end: number; readonly hurt?: boolean };

/** A response to Fetch, version 11, for one partition. */
async function fetchAnswer(answer: Answer, partition = place.partition): Promise<Buffer> {
  const { error, at, keys, end, hurt } = { error: 0, at: 0, keys: '', end: -1, hurt: false, ...answer };
  const records = [...keys].map((key): OutRecord => ({ topic: place.topic, key, value: null, timestamp: 0 }));
  const origin = { producerId: 1n, epoch: 0, sequence: 0 };
  const batch =
    records.length === 0 ? Buffer.alloc(0) : await batchBytes(records, origin, 'none', new BufferPool());
  if (batch.length > 0) batch.writeBigInt64BE(BigInt(at), 0);
  if (hurt) batch.writeInt8(1, batch.length - 1);
  const head = Buffer.alloc(14 + 2 + place.topic.length + 4 + 42);
  let to = head.writeInt32BE(1, 10);
  to = head.writeInt16BE(place.topic.length, to);
  to += head.write(place.topic, to);
  to = head.writeInt32BE(1, to);
  to = head.writeInt32BE(partition, to);
  to = head.writeInt16BE(error, to);
  for (const offset of [end, end, 0]) to = head.writeBigInt64BE(BigInt(offset), to);
  to = head.writeInt32BE(0, to);
  to = head.writeInt32BE(-1, to);
  head.writeInt32BE(batch.length, to);
  return Buffer.concat([head, batch]);
}

/** Position of the first partition in a Fetch request, after the request header. */
const firstPartitionAt = 25 + 4 + 2 + place.topic.length + 4;

/** Position of the byte limit of that partition: after its number, an epoch and two offsets. */
const partitionBytesAt = firstPartitionAt + 24;

/**
 * The byte limits last requested, in total and for one partition; for every request so far its number of partitions and
 * the first offset.
 */
let mostBytes = NaN;
let mostOfPartition = NaN;
let asked: (readonly [partitions: number, offset: number])[] = [];

/**
 * A cluster of one broker that gives these answers in turn, the last one repeatedly; `start`: the first offset;
 * `onlyFirst`: answers only the first partition of a request, because no more fits into a response.
 */
function clusterThatSays(
  answers: readonly Answer[],
  start: number,
  waits: number[] = [],
  onlyFirst = false,
  leaderless = false,
): OpenCluster {
  let isLed = !leaderless;
  const left = [...answers];
  const broker = scriptedBroker(async ({ body }) => {
    // After the replica id; the minimum and maximum bytes follow.
    waits.push(body.readInt32BE(4));
    mostBytes = body.readInt32BE(12);
    mostOfPartition = body.readInt32BE(partitionBytesAt);
    asked.push([body.readInt32BE(firstPartitionAt - 4), Number(body.readBigInt64BE(firstPartitionAt + 8))]);
    const [answer = { end: -1 }] = left.length > 1 ? left.splice(0, 1) : left;
    const partition = onlyFirst ? body.readInt32BE(firstPartitionAt) : place.partition;
    await sleep(2);
    return fetchAnswer(answer, partition);
  });
  const cluster = {
    addMultipleTargetTopics: async () => undefined,
    refreshMetadata: async () => void (isLed = true),
    refreshMetadataIfNecessary: async () => undefined,
    findLeaderForPartitions: () => (isLed ? { '1': [0, 1] } : { '-1': [0, 1] }),
    findBroker: async () => broker,
    fetchTopicsOffset: async () => [
      { topic: place.topic, partitions: [{ partition: 0, offset: String(start) }] },
    ],
  };
  // A reader uses nothing else of a kafkajs cluster.
  return { cluster, pool: new BufferPool(), close: async () => undefined } as unknown as OpenCluster;
}

/** What a reader that wants offset 7 finds: keys by offset, gaps, and its final position. */
async function read(
  answers: readonly Answer[],
  start: number,
  options: { compacted?: boolean } = {},
  patience = 1_200,
  leaderless = false,
) {
  const cluster = clusterThatSays(answers, start, [], false, leaderless);
  const reader = new KafkaReader(cluster, silentLogger, 600);
  const gaps: string[] = [];
  const gap = (wanted: number, found: number): number => gaps.push(`${wanted} to ${found}`);
  const feed = reader.follow({ ...place, offset: 7, ...options }, { wake: () => undefined, gap });
  const found: string[] = [];
  for (const end = Date.now() + patience; Date.now() < end && found.length === 0;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const { offset, key } of feed.take(10)) found.push(`${offset} ${String(key)}`);
  }
  const { position } = feed;
  await reader.close();
  return { found, gaps, position };
}

const outOfRange: Answer = { error: 1 };

describe('a reader that wants offset 7', () => {
  it('continues at the first existing record if the wanted ones were deleted', async () => {
    expect(await read([outOfRange, { at: 9, keys: 'ab', end: 11 }], 9)).toEqual({
      found: ['9 a', '10 b'],
      gaps: ['7 to 9'],
      position: 11,
    });
  });

  it('does not go back because a broker with a lagging replica says that the offset does not exist', async () => {
    expect(await read([outOfRange, outOfRange, { at: 7, keys: 'a', end: 8 }], 0)).toEqual({
      found: ['7 a'],
      gaps: [],
      position: 8,
    });
  });

  it('goes back if brokers keep saying so: the topic was recreated', async () => {
    const { gaps } = await read([outOfRange], 0);
    expect(gaps[0]).toBe('7 to 0');
  });

  it('looks up the leader again if the partition had none at first', async () => {
    const { found } = await read([{ at: 7, keys: 'a', end: 8 }], 0, {}, 5_000, true);
    expect(found).toEqual(['7 a']);
  });

  it('does not trust an end without records up to it: a broker may not have the records yet', async () => {
    expect(await read([{ end: 9 }, { at: 7, keys: 'ab', end: 9 }], 0)).toMatchObject({
      found: ['7 a', '8 b'],
    });
  });

  it('does so where records may be compacted away', async () => {
    expect(await read([{ end: 9 }], 0, { compacted: true })).toEqual({ found: [], gaps: [], position: 9 });
  });
});

describe('a reader that receives a batch with a wrong checksum', () => {
  const hurt: Answer = { at: 7, keys: 'ab', end: 9, hurt: true };

  it('fetches it again', async () => {
    expect(await read([hurt, hurt, { ...hurt, hurt: false }], 0)).toMatchObject({ found: ['7 a', '8 b'] });
  });

  it('returns it as one unreadable record if it stays corrupt, and continues', async () => {
    const { found, position } = await read([hurt], 0, {}, 5_000);
    expect(found).toEqual(['8 null']);
    expect(position).toBe(9);
  });
});

describe('a reader of two partitions', () => {
  it('lets no broker wait for one while the other, which has enough waiting, may soon need a fetch', async () => {
    const waits: number[] = [];
    const many: Answer = { at: 0, keys: 'a'.repeat(20_001), end: 20_001 };
    const reader = new KafkaReader(clusterThatSays([many, { end: 20_001 }], 0, waits), silentLogger);
    const listener = { wake: () => undefined, gap: () => undefined };
    const feeds = [0, 1].map((partition) => reader.follow({ ...place, partition, offset: 0 }, listener));
    for (const end = Date.now() + 5_000; Date.now() < end && waits.length < 5;) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(feeds[0]?.waiting).toBe(20_001);
    await reader.close();
    expect(waits.slice(0, 5)).toEqual([200, 20, 20, 20, 20]);
  });

  it('requests them in turn: the first in a request has the first claim to the room in the response', async () => {
    const answers: readonly Answer[] = [
      { at: 0, keys: 'a', end: 9 },
      { at: 0, keys: 'b', end: 9 },
      { end: 9 },
    ];
    const reader = new KafkaReader(clusterThatSays(answers, 0, [], true), silentLogger);
    const listener = { wake: () => undefined, gap: () => undefined };
    const feeds = [0, 1].map((partition) => reader.follow({ ...place, partition, offset: 0 }, listener));
    for (const end = Date.now() + 1_000; Date.now() < end && feeds.some(({ waiting }) => waiting === 0);) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const taken = feeds.map((feed) => feed.take(10).map(({ key }) => String(key)));
    await reader.close();
    expect(taken).toEqual([['a'], ['b']]);
  });

  it('continues with one while it is unknown where the other begins', async () => {
    const answers: readonly Answer[] = [outOfRange, { at: 0, keys: 'b', end: 1 }];
    const open = clusterThatSays(answers, 0, [], true);
    let asked = 0;
    const fetchTopicsOffset = (): Promise<never> => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const silent = { ...open, cluster: Object.assign(open.cluster, { fetchTopicsOffset }) };
    const reader = new KafkaReader(silent, silentLogger);
    const listener = { wake: () => undefined, gap: () => undefined };
    const feeds = [0, 1].map((partition) => reader.follow({ ...place, partition, offset: 0 }, listener));
    for (const end = Date.now() + 1_000; Date.now() < end && feeds.every(({ waiting }) => waiting === 0);) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const waiting = feeds.map((feed) => feed.waiting);
    await reader.close();
    expect(asked).toBe(1);
    expect(waiting.sort()).toEqual([0, 1]);
  });

  it('requests no more at once than a pooled buffer can hold, framing included', async () => {
    await read([{ at: 7, keys: 'a', end: 8 }], 0);
    const pool = new BufferPool();
    const memory = pool.take(mostBytes + 50_000);
    pool.giveBack(memory);
    expect(pool.take(mostBytes + 50_000).buffer).toBe(memory.buffer);
  });
});

describe('a reader that follows a partition twice', () => {
  it('requests one or the other: a broker uses the last of two, and the response does not say which', async () => {
    asked = [];
    const reader = new KafkaReader(clusterThatSays([{ end: 0 }], 0), silentLogger);
    const listener = { wake: () => undefined, gap: () => undefined };
    for (const offset of [3, 7]) reader.follow({ ...place, offset }, listener);
    for (const end = Date.now() + 5_000; Date.now() < end && asked.length < 4;) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await reader.close();
    expect(asked.slice(0, 4).sort()).toEqual([
      [1, 3],
      [1, 3],
      [1, 7],
      [1, 7],
    ]);
  });
});

describe('a reader of very many partitions', () => {
  it.each([
    ['1 MiB of each of a few', 4, 1_048_576],
    ['an equal share of what all may hold, of many', 256, 524_288],
    ['256 KiB of each, so that none starves, of more', 1_024, 262_144],
  ])('asks for %s', async (_, partitions, bytes) => {
    const reader = new KafkaReader(clusterThatSays([{ end: 0 }], 0), silentLogger);
    const listener = { wake: () => undefined, gap: () => undefined };
    for (let partition = 0; partition < partitions; partition += 1)
      reader.follow({ ...place, partition, offset: 0 }, listener);
    mostOfPartition = NaN;
    for (const end = Date.now() + 5_000; Date.now() < end && Number.isNaN(mostOfPartition);) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await reader.close();
    expect(mostOfPartition).toBe(bytes);
  });
});
