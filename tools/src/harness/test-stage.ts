import { type AvroCodec, openCodec, Registry, registerSchemas, schemaNamed, subjectsOf } from '@panto/avro';
import { catalogue, topicName } from '@panto/model';
import { createClient, createKafkaLog, kafkaSettings, openTopicAdmin, planTopics } from '@panto/kafka';
import type { Feed, Log, LogRecord, Reader, TopicPartition } from '@panto/streams';
import { wantedTopics } from '@panto/topics';
import { Kafka, logLevel, Partitioners, type Admin, type Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Addresses from the test runner, or those of the local stack. */
export const addresses = {
  kafka: process.env.PANTO_KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092',
  registry: process.env.PANTO_SCHEMA_REGISTRY_URL ?? 'http://127.0.0.1:8081/apis/ccompat/v7',
  clickhouse: process.env.PANTO_CLICKHOUSE_URL ?? 'http://127.0.0.1:8123',
};

/** Where a test stage is built. */
export interface Site {
  readonly kafka: string;
  readonly registry: string;
  readonly replicationFactor: number;
}

/** A record to produce. */
export interface Produced {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers?: Record<string, string>;
}

/** The topics and schemas of one test, under its own prefix. */
export class TestStage {
  readonly prefix = `t-${randomUUID().slice(0, 8)}.`;
  readonly registry: Registry;
  private readonly kafka: Kafka;
  private readonly admin: Admin;
  private readonly producer: Producer;
  private readonly readings = new Map<string, Reading>();
  private reading: { readonly log: Log; readonly reader: Reader } | undefined;

  constructor(
    readonly partitions = 2,
    readonly site: Site = { ...addresses, replicationFactor: 1 },
  ) {
    this.registry = new Registry({ url: site.registry });
    this.kafka = new Kafka({
      brokers: site.kafka.split(','),
      clientId: 'test',
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 20, retries: 10 },
    });
    this.admin = this.kafka.admin();
    this.producer = this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  }

  /** Creates all topics of the catalogue and registers their schemas. */
  async open(): Promise<void> {
    await this.admin.connect();
    const settings = kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: this.site.kafka });
    const topics = await openTopicAdmin(createClient(settings, 'test'));
    const { prefix, partitions } = this;
    const { replicationFactor } = this.site;
    await topics.apply(planTopics(wantedTopics({ prefix, partitions, replicationFactor }), []));
    await topics.close();
    await registerSchemas(this.registry, subjectsOf(this.prefix));
    await this.producer.connect();
    const log = await createKafkaLog(settings, { clientId: 'test' });
    this.reading = { log, reader: await log.openReader() };
  }

  /** Deletes the topics; the prefix is never used again. */
  async close(): Promise<void> {
    await this.reading?.reader.close();
    await this.reading?.log.close();
    await this.producer.disconnect();
    await this.admin.deleteTopics({ topics: [...this.topics] });
    await this.admin.disconnect();
  }

  /** Full names of all topics. */
  get topics(): readonly string[] {
    return catalogue.map(({ name }) => this.topic(name));
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
  async produce(topic: string, messages: readonly Produced[]): Promise<void> {
    await this.producer.send({ topic: this.topic(topic), acks: -1, messages: [...messages] });
  }

  /** Everything committed in a topic, by partition, in order. */
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

/** A partition and what was read from it. */
interface Reading {
  readonly feed: Feed;
  readonly records: LogRecord[];
}

const keyOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;
