import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import type { Feed, Log, LogError, TopicPartition, Writer } from './log';
import { Signal } from './signal';
import type { LogRecord, OutRecord } from './topology';

/** Something that every log must do; `run` throws if it does not. Each run gets fresh topics and names. */
export interface LogLaw {
  readonly law: string;
  /** `topic` has two partitions and is empty; `name` is unique, for groups and ids. */
  run(log: Log, topic: string, name: string): Promise<void>;
}

const record = (topic: string, key: string, value: string | null = key): OutRecord => ({
  topic,
  key,
  value: value === null ? null : Buffer.from(value),
  timestamp: 1_000,
  headers: { origin: 'law' },
});

const write = (topic: string, keys: readonly string[], partition = 0) => ({
  topic,
  partition,
  records: keys.map((key) => record(topic, key)),
});

/**
 * Closes a writer and waits until readers see what it committed: a broker responds before it has told them, and opening
 * the next writer of an id waits for that.
 */
async function settle(log: Log, writer: Writer, id: string): Promise<void> {
  await writer.close();
  const next = await log.openWriter(id);
  await next.close();
}

/** Reads a partition from an offset to the end of what is committed. */
async function readAll(log: Log, place: TopicPartition, offset = 0): Promise<readonly LogRecord[]> {
  const reader = await log.openReader();
  const signal = new Signal();
  const feed = reader.follow({ ...place, offset }, { wake: () => signal.raise(), gap: () => undefined });
  try {
    const [end = 0] = await log.ends([place]);
    return await takeUntil(feed, signal, () => feed.position >= end);
  } finally {
    await reader.close();
  }
}

async function takeUntil(
  feed: Feed,
  signal: Signal,
  enough: (taken: number) => boolean,
): Promise<LogRecord[]> {
  const taken: LogRecord[] = [];
  for (let turns = 0; !enough(taken.length); turns += 1) {
    if (turns > 200) throw new Error(`only ${taken.length} records came; the feed is at ${feed.position}`);
    const list = feed.take(1_000);
    taken.push(...list);
    if (list.length === 0 && !enough(taken.length)) await signal.wait(100);
  }
  return taken;
}

const keysOf = (records: readonly LogRecord[]): string[] => records.map(({ key }) => String(key));

async function eventually(what: string, isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    if (turns > 600) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const transactions: readonly LogLaw[] = [
  {
    law: 'a transaction writes its records in order, and its offsets',
    async run(log, topic, name) {
      const writer = await log.openWriter(`${name}-id`);
      const offsets = [{ topic, partition: 1, offset: 7 }];
      await writer.commit({
        appends: [write(topic, ['a', 'b']), write(topic, ['c'], 1)],
        group: name,
        offsets,
      });
      await writer.commit({ appends: [write(topic, ['d'])], group: name, offsets: [] });
      await settle(log, writer, `${name}-id`);
      const records = await readAll(log, { topic, partition: 0 });
      deepStrictEqual(keysOf(records), ['a', 'b', 'd']);
      deepStrictEqual(keysOf(await readAll(log, { topic, partition: 1 })), ['c']);
      deepStrictEqual({ ...records[0]?.headers }, { origin: 'law' });
      strictEqual(records[0]?.timestamp, 1_000);
      const places = [
        { topic, partition: 0 },
        { topic, partition: 1 },
      ];
      deepStrictEqual(await log.committed(name, places), [undefined, 7]);
    },
  },
  {
    law: 'several appends to a partition in one transaction are contiguous and in order',
    async run(log, topic, name) {
      const writer = await log.openWriter(`${name}-id`);
      const appends = ['a', 'b', 'c'].flatMap((key) => [
        write(topic, [key]),
        write(topic, [key.toUpperCase()], 1),
      ]);
      for (let i = 0; i < 2; i += 1) await writer.commit({ appends, group: name, offsets: [] });
      await settle(log, writer, `${name}-id`);
      const read = [0, 1].map(async (partition) => keysOf(await readAll(log, { topic, partition })));
      deepStrictEqual(await Promise.all(read), [
        ['a', 'b', 'c', 'a', 'b', 'c'],
        ['A', 'B', 'C', 'A', 'B', 'C'],
      ]);
    },
  },
  {
    law: 'opening a writer fences the older one of the same id, whose commits change nothing',
    async run(log, topic, name) {
      const older = await log.openWriter(`${name}-id`);
      await older.commit({
        appends: [write(topic, ['a'])],
        group: name,
        offsets: [{ topic, partition: 0, offset: 1 }],
      });
      const newer = await log.openWriter(`${name}-id`);
      await rejects(
        older.commit({
          appends: [write(topic, ['x'])],
          group: name,
          offsets: [{ topic, partition: 0, offset: 9 }],
        }),
        (error: LogError) => error.code === 'fenced',
      );
      await newer.commit({
        appends: [write(topic, ['b'])],
        group: name,
        offsets: [{ topic, partition: 0, offset: 2 }],
      });
      await older.close();
      await settle(log, newer, `${name}-id`);
      deepStrictEqual(keysOf(await readAll(log, { topic, partition: 0 })), ['a', 'b']);
      deepStrictEqual(await log.committed(name, [{ topic, partition: 0 }]), [2]);
    },
  },
  {
    law: 'null values, null keys and empty values come back as they were',
    async run(log, topic, name) {
      const writer = await log.openWriter(`${name}-id`);
      const records = [
        record(topic, 'tick', null),
        { ...record(topic, '', 'no key'), key: null },
        record(topic, 'empty', ''),
      ];
      await writer.commit({ appends: [{ topic, partition: 0, records }], group: name, offsets: [] });
      await settle(log, writer, `${name}-id`);
      const read = await readAll(log, { topic, partition: 0 });
      deepStrictEqual(
        read.map(({ key, value }) => [key?.toString() ?? null, value?.toString() ?? null]),
        [
          ['tick', null],
          [null, 'no key'],
          ['empty', ''],
        ],
      );
    },
  },
];

const reading: readonly LogLaw[] = [
  {
    law: 'a feed continues from its offset, follows what comes, and moves past what is not for readers',
    async run(log, topic, name) {
      const place = { topic, partition: 0 };
      const writer = await log.openWriter(`${name}-id`);
      await writer.commit({ appends: [write(topic, ['a', 'b'])], group: name, offsets: [] });
      const reader = await log.openReader();
      const signal = new Signal();
      const listener = { wake: () => signal.raise(), gap: () => undefined };
      const feed = reader.follow({ ...place, offset: 1 }, listener);
      deepStrictEqual(keysOf(await takeUntil(feed, signal, (taken) => taken >= 1)), ['b']);
      await writer.commit({ appends: [write(topic, ['c'])], group: name, offsets: [] });
      deepStrictEqual(keysOf(await takeUntil(feed, signal, (taken) => taken >= 1)), ['c']);
      const [end = 0] = await log.ends([place]);
      await takeUntil(feed, signal, () => feed.position >= end);
      strictEqual(feed.waiting, 0);
      strictEqual(feed.end, end);
      await reader.close();
      await writer.close();
    },
  },
  {
    law: 'two feeds of one partition are independent',
    async run(log, topic, name) {
      const writer = await log.openWriter(`${name}-id`);
      await writer.commit({ appends: [write(topic, ['a', 'b', 'c'])], group: name, offsets: [] });
      await settle(log, writer, `${name}-id`);
      const reader = await log.openReader();
      const follow = async (offset: number): Promise<readonly LogRecord[]> => {
        const signal = new Signal();
        const listener = { wake: () => signal.raise(), gap: () => undefined };
        const feed = reader.follow({ topic, partition: 0, offset }, listener);
        return takeUntil(feed, signal, (taken) => taken >= 3 - offset);
      };
      const [all, last] = await Promise.all([follow(0), follow(2)]);
      deepStrictEqual([keysOf(all), keysOf(last)], [['a', 'b', 'c'], ['c']]);
      await reader.close();
    },
  },
  {
    law: 'many records arrive once each and in order',
    async run(log, topic, name) {
      const keys = Array.from({ length: 25_000 }, (_, index) => String(index));
      const writer = await log.openWriter(`${name}-id`);
      await writer.commit({ appends: [write(topic, keys)], group: name, offsets: [] });
      await settle(log, writer, `${name}-id`);
      deepStrictEqual(keysOf(await readAll(log, { topic, partition: 0 })), keys);
    },
  },
  {
    law: 'an appender writes without a transaction, to several partitions',
    async run(log, topic) {
      const appender = await log.openAppender();
      await appender.append([write(topic, ['a']), write(topic, ['b'], 1)]);
      await appender.close();
      deepStrictEqual(keysOf(await readAll(log, { topic, partition: 0 })), ['a']);
      deepStrictEqual(keysOf(await readAll(log, { topic, partition: 1 })), ['b']);
    },
  },
  {
    law: 'partitions are counted, and a missing topic is named',
    async run(log, topic) {
      deepStrictEqual(await log.partitionCounts([topic]), [2]);
      await rejects(log.partitionCounts([topic, `${topic}-not`]), (error: LogError) => {
        return error.code === 'topic-missing' && error.message.includes(`${topic}-not`);
      });
    },
  },
];

const groups: readonly LogLaw[] = [
  {
    law: 'the tasks of a group are shared, and return when a member leaves',
    async run(log, topic, name) {
      const held: (readonly number[])[] = [[], []];
      const enter = (index: number) =>
        log.join({
          group: name,
          topics: [topic],
          tasks: 2,
          onAssigned: (tasks) => {
            held[index] = tasks;
          },
          onLost: (error) => {
            throw error;
          },
        });
      const first = await enter(0);
      deepStrictEqual(held[0], [0, 1]);
      const second = await enter(1);
      await eventually('sharing', () => held[0]?.length === 1 && held[1]?.length === 1);
      strictEqual(new Set(held.flat()).size, 2);
      await first.confirm();
      await first.leave();
      await eventually('taking over', () => held[1]?.length === 2);
      await second.leave();
    },
  },
];

/** The contract of the log port, which every implementation of it must keep. */
export const logLaws: readonly LogLaw[] = [...transactions, ...reading, ...groups];
