import { beforeEach, afterEach, expect, test } from '@jest/globals';
import { AvroError, localCodec, schemaNamed } from '@panto/avro';
import type { KeyedRecord } from '@panto/kafka';
import type { Result } from '@panto/model';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Remembered } from '../configuration/remembered';
import { KafkaLink } from './kafka-link';
import { rememberedIds, SchemaIds, type IdSource } from './schema-ids';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-link-'));
});
afterEach(() => rm(folder, { recursive: true }));

const result: Result = {
  timestamp: 1_800_000_000_000,
  ints: { 'status-code': 200 },
  floats: { 'duration-seconds': 1 },
  strings: {},
  bools: { up: true },
  error: null,
  agent: null,
};
const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const destination = (servers: string) => ({
  kafka: { bootstrapServers: servers },
  schemaRegistryUrl: 'http://registry',
  topicPrefix: 'test.',
});
const away: IdSource = {
  idOf: () => Promise.reject(new AvroError('registry-unreachable', true, 'no registry')),
};
const unregistered: IdSource = {
  idOf: () => Promise.reject(new AvroError('schema-not-registered', true, 'not there')),
};
const idsFrom = (registry: IdSource): SchemaIds =>
  new SchemaIds(() => registry, new Remembered(join(folder, 'ids.json'), rememberedIds));

interface Kafka {
  readonly link: KafkaLink;
  readonly sent: { servers: string; topic: string; record: KeyedRecord }[];
  readonly events: string[];
  failing: boolean;
  /** What the sending waits for. */
  hanging: Promise<void> | undefined;
  now: number;
  readonly left: unknown[];
}

function kafkaWith(schemaIds: SchemaIds): Kafka {
  const kafka: Kafka = {
    sent: [],
    events: [],
    failing: false,
    hanging: undefined,
    now: 1_000,
    left: [],
    link: new KafkaLink({
      schemaIds,
      now: () => kafka.now,
      onUnencodable: (error) => kafka.left.push(error),
      connect: (servers) => {
        kafka.events.push(`open ${servers}`);
        return Promise.resolve({
          send: async (topic, records) => {
            await kafka.hanging;
            if (kafka.failing) throw new Error('broken');
            kafka.sent.push(...records.map((record) => ({ servers, topic, record })));
          },
          close: () => Promise.resolve(void kafka.events.push(`close ${servers}`)),
        });
      },
    }),
  };
  return kafka;
}

test('a Result goes to the topic with the prefix, under its Check, in the wire format', async () => {
  const kafka = kafkaWith(idsFrom({ idOf: () => Promise.resolve(7) }));
  kafka.link.use(destination('a:1'));
  await kafka.link.send([{ check, result }]);
  expect(kafka.sent).toMatchObject([{ topic: 'test.results', record: { key: check } }]);
  const { value } = kafka.sent[0]!.record;
  expect(value.readInt32BE(1)).toBe(7);
  expect(localCodec<Result>(schemaNamed('result'), 7).decode(value)).toMatchObject({
    ok: true,
    value: { timestamp: result.timestamp, ints: { 'status-code': 200 }, floats: { 'duration-seconds': 1 } },
  });
});

test('after a failure the link reconnects', async () => {
  const kafka = kafkaWith(idsFrom({ idOf: () => Promise.resolve(7) }));
  kafka.link.use(destination('a:1'));
  kafka.failing = true;
  await expect(kafka.link.send([{ check, result }])).rejects.toThrow('broken');
  kafka.failing = false;
  await kafka.link.send([{ check, result }]);
  expect(kafka.events).toEqual(['open a:1', 'close a:1', 'open a:1']);
});

test('if the brokers change, the connection follows', async () => {
  const kafka = kafkaWith(idsFrom({ idOf: () => Promise.resolve(7) }));
  for (const servers of ['a:1', 'b:1']) {
    kafka.link.use(destination(servers));
    await kafka.link.send([{ check, result }]);
  }
  expect(kafka.sent.map(({ servers }) => servers)).toEqual(['a:1', 'b:1']);
  expect(kafka.events).toEqual(['open a:1', 'close a:1', 'open b:1']);
});

test('without the registry, an id from an earlier run is used', async () => {
  await idsFrom({ idOf: () => Promise.resolve(7) }).idOf(
    'http://registry',
    'test.results-value',
    schemaNamed('result'),
  );
  const kafka = kafkaWith(idsFrom(away));
  kafka.link.use(destination('a:1'));
  await kafka.link.send([{ check, result }]);
  expect(kafka.sent[0]!.record.value.readInt32BE(1)).toBe(7);
});

test('an id from an earlier run is not used if the registry answers that it has none', async () => {
  await idsFrom({ idOf: () => Promise.resolve(7) }).idOf(
    'http://registry',
    'test.results-value',
    schemaNamed('result'),
  );
  const kafka = kafkaWith(idsFrom(unregistered));
  kafka.link.use(destination('a:1'));
  await expect(kafka.link.send([{ check, result }])).rejects.toMatchObject({ code: 'schema-not-registered' });
});

test('a Result that the schema cannot encode is left out and reported; the others go', async () => {
  const kafka = kafkaWith(idsFrom({ idOf: () => Promise.resolve(7) }));
  kafka.link.use(destination('a:1'));
  const bad = { ...result, ints: { half: 0.5 } };
  await kafka.link.send([
    { check, result: bad },
    { check, result },
  ]);
  expect([kafka.sent.length, kafka.left.length]).toEqual([1, 1]);
});

test('for how long Kafka has taken nothing is counted from what it was given first, until it takes something', async () => {
  const kafka = kafkaWith(idsFrom({ idOf: () => Promise.resolve(7) }));
  kafka.link.use(destination('a:1'));
  let goOn = (): void => undefined;
  kafka.hanging = new Promise((resolve) => (goOn = resolve));
  kafka.now = 5_000;
  expect(kafka.link.silence).toBe(0);
  const sending = kafka.link.send([{ check, result }]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  kafka.now = 35_000;
  expect(kafka.link.silence).toBe(30_000);
  kafka.failing = true;
  goOn();
  await expect(sending).rejects.toThrow('broken');
  expect(kafka.link.silence).toBe(30_000);
  kafka.failing = false;
  await kafka.link.send([{ check, result }]);
  kafka.now = 95_000;
  expect(kafka.link.silence).toBe(0);
});
