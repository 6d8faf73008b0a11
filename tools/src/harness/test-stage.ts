import { type AvroCodec, openCodec, Registry, registerSchemas, schemaNamed, subjectsOf } from '@panto/avro';
import { catalogue, topicName } from '@panto/model';
import {
  createClient,
  createKafkaLog,
  kafkaSettings,
  openTopicAdmin,
  planTopics,
  wantedTopics,
} from '@panto/kafka';
import type { Feed, Log, LogRecord, Reader, TopicPartition } from '@panto/streams';
import { Kafka, logLevel, Partitioners, type Admin, type Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Addresses that the test runner gives, or those of the local stack. */
export const addresses = {
  kafka: process.env.PANTO_KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092',
  registry: process.env.PANTO_SCHEMA_REGISTRY_URL ?? 'http://127.0.0.1:8081/apis/ccompat/v7',
  clickhouse: process.env.PANTO_CLICKHOUSE_URL ?? 'http://127.0.0.1:8123',
};

/** The topics and schemas of one test, under a prefix of its own. */
export class TestStage {
  readonly prefix = `t-${randomUUID().slice(0, 8)}.`;
  readonly registry = new Registry({ url: addresses.registry });
  private readonly kafka = new Kafka({
    brokers: addresses.kafka.split(','),
    clientId: 'test',
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 20, retries: 10 },
  });
  private readonly admin: Admin = this.kafka.admin();
  private readonly producer: Producer = this.kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
  });

  private readonly readings = new Map<string, Reading>();
  private reading: { readonly log: Log; readonly reader: Reader } | undefined;

  constructor(readonly partitions = 2) {}

  /** Creates all topics of the catalogue and registers their schemas. */
  async open(): Promise<void> {
    await this.admin.connect();
    const client = createClient(kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka }), 'test');
    const topics = await openTopicAdmin(client);
    const { prefix, partitions } = this;
    await topics.apply(planTopics(wantedTopics({ prefix, partitions, replicationFactor: 1 }), []));
    await topics.close();
    await registerSchemas(this.registry, subjectsOf(this.prefix));
    await this.producer.connect();
    const log = await createKafkaLog(kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka }), {
      clientId: 'test',
    });
    this.reading = { log, reader: await log.openReader() };
  }

  /** Deletes the topics; the prefix is never used again. */
  async close(): Promise<void> {
    await this.reading?.reader.close();
    await this.reading?.log.close();
    await this.producer.disconnect();
    await this.admin.deleteTopics({ topics: catalogue.map(({ name }) => this.topic(name)) });
    await this.admin.disconnect();
  }

  /** Full name of a topic. */
  topic(name: string): string {
    return topicName(this.prefix, name);
  }

  /** Codec of a topic. */
  codec<Value>(topic: string, schema: string): Promise<AvroCodec<Value>> {
    return openCodec<Value>(this.registry, this.topic(topic), schemaNamed(schema));
  }

  /** Produces values with the default partitioner, and waits for all replicas. */
  async produce(topic: string, messages: readonly { key: string; value: Buffer | null }[]): Promise<void> {
    await this.producer.send({ topic: this.topic(topic), acks: -1, messages: [...messages] });
  }

  /** Everything in a topic that is committed, by partition, in order. */
  async read(topic: string): Promise<LogRecord[][]> {
    const { log, reader } = this.opened();
    const name = this.topic(topic);
    const [count = 0] = await log.partitionCounts([name]);
    const places = Array.from({ length: count }, (_, partition) => ({ topic: name, partition }));
    const ends = await log.ends(places);
    const readings = places.map((place) => this.readings.get(keyOf(place)) ?? this.follow(reader, place));
    const isRead = () => readings.every(({ feed }, partition) => feed.position >= (ends[partition] ?? 0));
    for (const end = Date.now() + 60_000; ; await sleep(50)) {
      for (const { feed, records } of readings) records.push(...feed.take(100_000));
      if (isRead()) return readings.map(({ records }) => [...records]);
      if (Date.now() > end) throw new Error(`${name} cannot be read to its end`);
    }
  }

  private follow(reader: Reader, place: TopicPartition): Reading {
    const feed = reader.follow({ ...place, offset: 0 }, { wake: () => undefined, gap: () => undefined });
    const reading: Reading = { feed, records: [] };
    this.readings.set(keyOf(place), reading);
    return reading;
  }

  private opened(): { readonly log: Log; readonly reader: Reader } {
    if (this.reading === undefined) throw new Error('open the stage first');
    return this.reading;
  }
}

/** A partition and what was read of it. */
interface Reading {
  readonly feed: Feed;
  readonly records: LogRecord[];
}

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;
