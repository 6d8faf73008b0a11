import { openCodec, registerSchemas, Registry, subjectsOf } from '@panto/avro';
import { ClickHouse, migrate } from '@panto/clickhouse';
import { createKafkaLog, kafkaSettings } from '@panto/kafka';
import { resultSchema, stateSchema, type Result, type State } from '@panto/model';
import { createLogger } from '@panto/service';
import type { Log } from '@panto/streams';
import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Sink } from './sink';
import { sources } from './source';

const registryUrl = process.env['PANTO_SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const clickhouseUrl = process.env['PANTO_CLICKHOUSE_URL'] ?? 'http://127.0.0.1:8123';
const settings = kafkaSettings(process.env);
const prefix = `spec-${randomUUID()}.`;
const check = randomUUID();
const events = ['results', 'states', 'alerts', 'notifications', 'deliveries'];
const configuration = ['targets', 'agents', 'checks', 'channels', 'routes', 'silences'].map((name) => `config.${name}`); // prettier-ignore
const topics = [...events, ...configuration, 'dead-letters.metrics-sink'];

describe('the metrics sink between Kafka and ClickHouse', () => {
  const kafka = new Kafka({ brokers: settings.brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const registry = new Registry({ url: registryUrl });
  const clickhouse = new ClickHouse({
    url: clickhouseUrl,
    database: `spec_${randomUUID().replaceAll('-', '')}`,
  });
  let log: Log;
  let sink: Sink;

  beforeAll(async () => {
    await admin.connect();
    await admin.createTopics({
      topics: topics.map((topic) => ({ topic: `${prefix}${topic}`, numPartitions: 2 })),
    });
    const wanted = subjectsOf(prefix).filter(({ subject }) => /results|states/.test(subject));
    await registerSchemas(registry, wanted);
    await migrate(clickhouse);
    log = await createKafkaLog(settings, { clientId: 'spec' });
    sink = new Sink({
      log,
      store: clickhouse,
      sources: sources(prefix, registry, 300_000),
      group: `${prefix}metrics-sink`,
      deadLetterTopic: `${prefix}dead-letters.metrics-sink`,
      tasks: 2,
      batchRecords: 1_000,
      linger: 200,
      logger: createLogger('spec', 'silent'),
      meter: { inserted: () => undefined, stored: () => undefined },
      random: Math.random,
    });
    await sink.start();
  }, 120_000);
  afterAll(async () => {
    await sink.stop();
    await log.close();
    await clickhouse.command(`DROP DATABASE IF EXISTS ${clickhouse.database}`);
    await clickhouse.close();
    await admin.deleteTopics({ topics: topics.map((topic) => `${prefix}${topic}`) });
    await admin.disconnect();
  }, 60_000);

  const count = async (table: string): Promise<number> => {
    const rows = await clickhouse.query(
      `SELECT toUInt32(count()) AS rows FROM ${table} FINAL`,
      z.object({ rows: z.number() }),
    );
    return rows[0]?.rows ?? 0;
  };

  it('stores what arrives, and sets aside what cannot be read', async () => {
    const now = Date.now();
    const results = await openCodec<Result>(registry, `${prefix}results`, resultSchema);
    const states = await openCodec<State>(registry, `${prefix}states`, stateSchema);
    const result = (n: number): Result => ({
      timestamp: now + n,
      ints: { n },
      floats: { half: n / 2 },
      strings: {},
      bools: { up: true },
      error: null,
      agent: null,
    });
    const state: State = {
      check,
      target: null,
      state: 'WARNING',
      previous: 'OK',
      timestamp: now,
      arrival: now,
      since: now,
      occurrences: 1,
      problemOccurrences: 1,
      reasons: [],
      version: 1,
      late: false,
    };
    const producer = kafka.producer();
    await producer.connect();
    const messages = Array.from({ length: 500 }, (_, n) => ({
      key: check,
      value: results.encode(result(n)),
    }));
    await producer.send({
      topic: `${prefix}results`,
      messages: [...messages, { key: 'tick', value: null }, { key: check, value: 'not Avro' }],
    });
    await producer.send({
      topic: `${prefix}states`,
      messages: [{ key: check, value: states.encode(state) }],
    });
    await producer.disconnect();
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline && ((await count('results')) < 500 || (await count('states')) < 1)) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect([await count('results'), await count('samples'), await count('states')]).toEqual([500, 1500, 1]);
    const ends = await admin.fetchTopicOffsets(`${prefix}dead-letters.metrics-sink`);
    expect(ends.some(({ high }) => Number(high) > 0)).toBe(true);
    expect(sink.ready()).toEqual({ ok: true });
  }, 90_000);
});
