import { openCodec, registerSchemas, Registry, subjectOf } from '@panto/avro';
import { resultSchema, type Check, type Result, type State } from '@panto/model';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppProcess } from '../harness/app-process';
import { TestStage } from '../harness/test-stage';
import { preparePython } from '../harness/python';

const run = promisify(execFile);
const folder = join(process.cwd(), 'examples/python');
const registryUrl = process.env['PANTO_SCHEMA_REGISTRY_URL'] ?? 'http://127.0.0.1:8081/apis/ccompat/v7';
const brokers = (process.env['PANTO_KAFKA_BOOTSTRAP_SERVERS'] ?? '127.0.0.1:9092').split(',');

/** A Check fed by an outside producer. */
const checkOf = (id: string): Check => ({
  id,
  name: 'queue',
  labels: {},
  version: 1,
  createdAt: Date.now(),
  updatedAt: Date.now(),
  target: id,
  agent: null,
  spec: JSON.stringify({
    target: 'queue',
    interval: '1h',
    states: [
      {
        name: 'full',
        type: 'threshold',
        states: [{ state: 'critical', conditions: [{ field: 'queue-ratio', operator: 'gt', value: 0.9 }] }],
      },
    ],
  }),
});

const prepared = await preparePython();
const missing = 'missing' in prepared ? prepared.missing : undefined;
if (missing !== undefined) {
  process.stderr.write(`the Python producer is not tried, since it cannot be set up: ${missing}\n`);
}

(missing === undefined ? describe : describe.skip)('a producer in Python', () => {
  const python = 'python' in prepared ? prepared.python : '';
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const prefix = `spec-${randomUUID()}.`;
  const topic = `${prefix}results`;
  const registry = new Registry({ url: registryUrl });

  beforeAll(async () => {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 16 }] });
    // Another producer has registered just the fields it needs, after Panto: that is the latest schema now.
    const fewer = {
      ...resultSchema,
      fields: resultSchema.fields.filter(({ name }) => name === 'timestamp' || name === 'floats'),
    };
    const subject = subjectOf(topic);
    await registerSchemas(
      registry,
      [resultSchema, fewer].map((schema) => ({ subject, schema })),
    );
  }, 60_000);
  afterAll(async () => {
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  });

  const produce = (check: string, ...metrics: string[]) =>
    produceUnder(prefix, check, ['--timestamp', '1700000000123', ...metrics]);
  const produceUnder = (prefix: string, check: string, metrics: readonly string[]) =>
    run(
      python,
      [
        join(folder, 'produce_result.py'),
        ...['--bootstrap', brokers[0] ?? '', '--registry', registryUrl, '--prefix', prefix],
        ...['--check', check, ...metrics],
      ],
      { timeout: 60_000 },
    );
  const partitionOf = (check: string): number => {
    const partitionMetadata = Array.from({ length: 16 }, (_, partitionId) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 1,
      replicas: [1],
      isr: [1],
    }));
    return Partitioners.DefaultPartitioner()({
      topic,
      partitionMetadata,
      message: { key: check, value: null },
    });
  };
  const consume = async (wanted: number) => {
    const consumer = kafka.consumer({ groupId: topic });
    const records: { key: string; partition: number; value: Buffer | null }[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`only ${records.length} records came`)), 45_000);
      const eachMessage = ({
        partition,
        message,
      }: {
        partition: number;
        message: { key: Buffer | null; value: Buffer | null };
      }) => {
        records.push({ key: message.key?.toString() ?? '', partition, value: message.value });
        if (records.length === wanted) {
          clearTimeout(timer);
          resolve();
        }
        return Promise.resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    await consumer.disconnect();
    return records;
  };

  it('produces Results that Panto reads, in the partitions that Panto expects', async () => {
    const checks = Array.from({ length: 4 }, () => randomUUID());
    const metrics = [
      '--int',
      'big=9223372036854775807',
      '--float',
      'load=0.75',
      '--string',
      'v=1.2',
      '--bool',
      'up=true',
    ];
    for (const check of checks) await produce(check, ...metrics);
    const codec = await openCodec<Result>(registry, topic, resultSchema);
    const records = await consume(checks.length);
    await codec.prepare(records.map(({ value }) => value));
    expect(records.map(({ key }) => key).sort()).toEqual([...checks].sort());
    for (const { key, partition, value } of records) {
      expect(partition).toBe(partitionOf(key));
      expect(codec.decode(value)).toEqual({
        ok: true,
        value: {
          timestamp: 1_700_000_000_123,
          ints: { big: 2n ** 63n - 1n },
          floats: { load: 0.75 },
          strings: { v: '1.2' },
          bools: { up: true },
          error: null,
          agent: null,
        },
      });
    }
  }, 240_000);

  it('produces a Result that becomes a State', async () => {
    const stage = new TestStage(2);
    await stage.open();
    const processor = new AppProcess('state-processor', {
      PANTO_TOPIC_PREFIX: stage.prefix,
      PANTO_KAFKA_BOOTSTRAP_SERVERS: brokers.join(','),
      PANTO_SCHEMA_REGISTRY_URL: registryUrl,
    });
    try {
      const id = randomUUID();
      const checks = await stage.codec<Check>('config.checks', 'check');
      await stage.produce('config.checks', [{ key: id, value: checks.encode(checkOf(id)) }]);
      await produceUnder(stage.prefix, id, ['--float', 'queue-ratio=0.97']);
      const states = await stage.codec<State>('states', 'state');
      const said = async () => (await stage.read('states')).flat().filter(({ value }) => value !== null);
      for (const end = Date.now() + 60_000; Date.now() < end && (await said()).length === 0;)
        await sleep(100);
      const decoded = (await said()).map(({ value }) => states.decode(value));
      expect(decoded).toMatchObject([
        { ok: true, value: { check: id, state: 'CRITICAL', previous: 'UNKNOWN' } },
      ]);
      expect(decoded[0]).toMatchObject({ value: { reasons: [{ text: 'queue-ratio is 0.97, above 0.9' }] } });
    } finally {
      await processor.end('SIGKILL');
      await stage.close();
    }
  }, 180_000);

  it('explains what is wrong with an invalid metric', async () => {
    await expect(produce(randomUUID(), '--int', 'a=much')).rejects.toThrow(/a=much/);
  }, 60_000);
});
