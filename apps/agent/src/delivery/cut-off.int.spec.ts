import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { localCodec, schemaNamed } from '@panto/avro';
import { createClient, kafkaSettings, openKeyedProducer, partitionOf } from '@panto/kafka';
import type { Result } from '@panto/model';
import { createLogger, Meters } from '@panto/service';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AgentMeters } from '../agent-meters';
import { Remembered } from '../configuration/remembered';
import { KafkaLink } from './kafka-link';
import { Outbox } from './outbox';
import { rememberedIds, SchemaIds } from './schema-ids';

const settings = kafkaSettings(process.env);
const [broker = ''] = settings.brokers;
const [host = '', port = ''] = broker.split(':');
const partitions = 3;
const topicPrefix = `agent-${randomUUID().slice(0, 8)}.`;
const topic = `${topicPrefix}results`;
const checks = Array.from({ length: 5 }, () => randomUUID());

/** A proxy to the broker that can be cut; broker addresses in the traffic are replaced by the proxy's. */
class Way {
  private readonly sockets = new Set<Socket>();
  private open = true;
  /** Number of connections cut. */
  broken = 0;
  private readonly server: Server = createServer((client) => this.pass(client));
  private port = 0;

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    this.port = (this.server.address() as AddressInfo).port;
    return `${host}:${this.port}`;
  }

  cut(): void {
    this.open = false;
    this.broken += this.sockets.size;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.open = true;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((done) => this.server.close(done));
  }

  private pass(client: Socket): void {
    if (!this.open) return void client.destroy();
    const far = connect(Number(port), host);
    for (const socket of [client, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        far.destroy();
        this.sockets.delete(socket);
      });
    }
    client.pipe(far);
    far.on('data', (bytes) => void client.write(this.rewritten(bytes)));
  }

  /** Kafka metadata names a broker as a string and an int32: the port is replaced in place. */
  private rewritten(bytes: Buffer): Buffer {
    for (let at = bytes.indexOf(host); at >= 0; at = bytes.indexOf(host, at + 1)) {
      const end = at + host.length;
      const isPort = end + 4 <= bytes.length && bytes.readInt32BE(end) === Number(port);
      if (isPort) bytes.writeInt32BE(this.port, end);
    }
    return bytes;
  }
}

let folder = '';
const way = new Way();
const client = createClient(settings, 'spec');
const admin = client.kafka.admin();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-cut-'));
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: partitions }] });
}, 30_000);
afterAll(async () => {
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  await way.close();
  await rm(folder, { recursive: true });
}, 30_000);

function outboxOver(address: string): { outbox: Outbox; link: KafkaLink } {
  const ids = new SchemaIds(
    () => ({ idOf: () => Promise.resolve(1) }),
    new Remembered(join(folder, 'ids.json'), rememberedIds),
  );
  const link = new KafkaLink({
    schemaIds: ids,
    now: Date.now,
    onUnencodable: (error) => expect(error).toBeUndefined(),
    connect: (servers) => openKeyedProducer(createClient({ ...settings, brokers: [servers] }, 'spec-agent')),
  });
  link.use({ kafka: { bootstrapServers: address }, schemaRegistryUrl: 'http://none', topicPrefix });
  const outbox = new Outbox({
    folder: join(folder, 'spool'),
    maxBytes: 10_000_000,
    link,
    meters: new AgentMeters(new Meters('agent')),
    logger: createLogger('agent', 'silent'),
    now: Date.now,
    random: Math.random,
  });
  return { outbox, link };
}

const resultAt = (timestamp: number): Result => ({
  timestamp,
  ints: {},
  floats: { 'duration-seconds': 1 },
  strings: {},
  bools: { up: true },
  error: null,
  agent: null,
});

/** The content of the topic: timestamps by Check, and the partitions in which the Check was found. */
async function readTopic(): Promise<Map<string, { times: number[]; partitions: Set<number> }>> {
  const codec = localCodec<Result>(schemaNamed('result'), 1);
  const found = new Map<string, { times: number[]; partitions: Set<number> }>();
  const ends = await admin.fetchTopicOffsets(topic);
  const reached = new Map<number, number>();
  const consumer = client.kafka.consumer({ groupId: `${topic}-reader` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      const key = message.key?.toString() ?? '';
      const decoded = codec.decode(message.value);
      const check = found.get(key) ?? { times: [], partitions: new Set() };
      found.set(key, check);
      check.partitions.add(partition);
      if (decoded.ok) check.times.push(decoded.value.timestamp);
      reached.set(partition, Number(message.offset) + 1);
      return Promise.resolve();
    },
  });
  const done = (): boolean =>
    ends.every(({ partition, high }) => Number(high) === 0 || (reached.get(partition) ?? 0) >= Number(high));
  while (!done()) await wait(50);
  await consumer.disconnect();
  await admin.deleteGroups([`${topic}-reader`]);
  return found;
}

test('a connection to Kafka that is cut again and again: every Result arrives, those of a Check in order', async () => {
  const { outbox, link } = outboxOver(await way.listen());
  await outbox.open((error) => expect(error).toBeUndefined());
  const count = 400;
  for (let time = 1; time <= count; time += 1) {
    if (time % 100 === 50) way.cut();
    if (time % 100 === 0) way.mend();
    for (const check of checks) await outbox.put({ check, result: resultAt(time) });
    await wait(5);
  }
  while (outbox.records > 0) await wait(50);
  await outbox.close();
  await link.close();
  expect(way.broken).toBeGreaterThanOrEqual(4);
  const found = await readTopic();
  expect([...found.keys()].sort()).toEqual([...checks].sort());
  for (const [check, { times, partitions: met }] of found) {
    expect([...met]).toEqual([partitionOf(check, partitions)]);
    // What was in flight when the proxy was cut may arrive twice; the first copies are in order.
    expect([...new Set(times)]).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  }
}, 120_000);
