import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Log,
  type LogRecord,
  runTopology,
  type RunningTopology,
  type Topology,
  wholeMemory,
} from '@panto/streams';
import type { Admin } from 'kafkajs';
import { createClient } from './kafka-client';
import { createKafkaLog } from './kafka-log';
import { kafkaSettings } from './kafka-settings';

const mebibyte = 1024 * 1024;
const prefix = `large-${randomUUID().slice(0, 8)}.`;

/**
 * Remembers a text with as many letters as its last input says, and answers a record without a value with its length.
 */
const letters: Topology<Buffer, Buffer | undefined, number> = {
  name: 'letters',
  inputs: [
    {
      topic: `${prefix}asked`,
      role: 'stream',
      read: ({ key, value, timestamp }) => {
        const input = value === null ? undefined : Buffer.alloc(Number(value), 'x');
        return { kind: 'input', key: String(key), input, time: timestamp };
      },
    },
  ],
  outputs: [`${prefix}answered`],
  snapshots: `${prefix}letters-snapshots`,
  deadLetters: `${prefix}dead-letters.letters`,
  ticksTo: [],
  decider: {
    initial: () => Buffer.alloc(0),
    evolve: (memory, fact) => (Buffer.isBuffer(fact) ? fact : memory),
    decide: (input, memory) => (input === undefined ? [memory.length] : []),
  },
  memory: wholeMemory({ encode: (memory) => memory, decode: (bytes) => bytes }),
  write: (length) => ({
    kind: 'record',
    record: { topic: `${prefix}answered`, key: 'a', value: Buffer.from(String(length)), timestamp: 1 },
  }),
};

describe('a memory larger than the records that a topic accepts', () => {
  const settings = kafkaSettings(process.env);
  const topics = ['asked', 'answered', 'letters-snapshots', 'dead-letters.letters'].map(
    (name) => `${prefix}${name}`,
  );
  const fatal: Error[] = [];
  let admin: Admin;
  let log: Log;

  beforeAll(async () => {
    admin = createClient(settings, 'spec').kafka.admin();
    await admin.connect();
    const configEntries = [{ name: 'retention.ms', value: '-1' }];
    await admin.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => ({ topic, numPartitions: 1, configEntries })),
    });
    log = await createKafkaLog(settings, { clientId: 'spec' });
  }, 60_000);

  afterAll(async () => {
    await log.close();
    await admin.deleteTopics({ topics });
    await admin.disconnect();
  }, 60_000);

  const start = (): Promise<RunningTopology> =>
    runTopology(letters, log, {
      settings: { prefix, tasks: 1, pace: { within: 100, atMost: 100 } },
      onFatal: (error) => fatal.push(error),
    });
  const ask = async (value: string | null, timestamp: number): Promise<void> => {
    const appender = await log.openAppender();
    const record = {
      topic: `${prefix}asked`,
      key: 'a',
      value: value === null ? null : Buffer.from(value),
      timestamp,
    };
    await appender.append([{ topic: record.topic, partition: 0, records: [record] }]);
    await appender.close();
  };
  const answers = async (wanted: number): Promise<readonly string[]> => {
    const reader = await log.openReader();
    const place = { topic: `${prefix}answered`, partition: 0, offset: 0 };
    const feed = reader.follow(place, { wake: () => undefined, gap: () => undefined });
    const records: LogRecord[] = [];
    for (const until = Date.now() + 60_000; records.length < wanted && Date.now() < until;) {
      records.push(...feed.take(100));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await reader.close();
    return records.map(({ value }) => String(value));
  };

  it('is restored as it was, and also after it has become smaller', async () => {
    const sizes = [20 * mebibyte, 100, 3 * mebibyte];
    for (const [index, size] of sizes.entries()) {
      let stage = await start();
      await ask(String(size), 10_000 * index + 1_000);
      await ask(null, 10_000 * index + 2_000);
      await answers(2 * index + 1);
      await stage.stop();
      stage = await start();
      await ask(null, 10_000 * index + 3_000);
      await answers(2 * index + 2);
      await stage.stop();
    }
    expect(await answers(6)).toEqual(sizes.flatMap((size) => [String(size), String(size)]));
    expect(fatal).toEqual([]);
  }, 120_000);
});
