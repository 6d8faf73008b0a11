import { AvroCodec, openCodec, Registry, registerSchemas, schemaNamed, subjectsOf } from '@panto/avro';
import { catalogue, topicName } from '@panto/model';
import type { LogRecord } from '@panto/streams';
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

  private readonly consumer = this.kafka.consumer({ groupId: `${this.prefix}test`, maxWaitTimeInMs: 200 });
  private readonly records = new Map<string, LogRecord[]>();
  private readonly positions = new Map<string, number>();

  constructor(readonly partitions = 2) {}

  /** Creates all topics of the catalogue and registers their schemas. */
  async open(): Promise<void> {
    await this.admin.connect();
    await this.admin.createTopics({
      topics: catalogue.map(({ name, partitions, cleanup, timestamps }) => ({
        topic: this.topic(name),
        numPartitions: partitions === 'one' ? 1 : this.partitions,
        configEntries: [
          { name: 'cleanup.policy', value: cleanup },
          {
            name: 'message.timestamp.type',
            value: timestamps === 'arrival' ? 'LogAppendTime' : 'CreateTime',
          },
        ],
      })),
    });
    await registerSchemas(this.registry, subjectsOf(this.prefix));
    await this.producer.connect();
    await this.follow();
  }

  /** Deletes the topics; the prefix is never used again. */
  async close(): Promise<void> {
    await this.consumer.disconnect();
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
    const name = this.topic(topic);
    const ends = await this.admin.fetchTopicOffsets(name);
    const isRead = () => ends.every((end) => this.position(name, end.partition) >= Number(end.high));
    for (const end = Date.now() + 60_000; !isRead(); await sleep(50)) {
      if (Date.now() > end) throw new Error(`${name} cannot be read to its end`);
    }
    return ends.map(({ partition }) => [...(this.records.get(`${name}/${partition}`) ?? [])]);
  }

  private position(topic: string, partition: number): number {
    return this.positions.get(`${topic}/${partition}`) ?? 0;
  }

  /** Follows all topics, as any reader of committed records would. */
  private async follow(): Promise<void> {
    const { consumer } = this;
    // Control records count as offsets but are never delivered: the end of a batch tells how far it is read.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      this.positions.set(`${payload.topic}/${payload.partition}`, Number(payload.lastOffset) + 1);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: catalogue.map(({ name }) => this.topic(name)), fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message }) => {
        await Promise.resolve();
        const { key, value } = message;
        const place = `${topic}/${partition}`;
        const record = { topic: topic.slice(this.prefix.length), partition, offset: Number(message.offset), timestamp: Number(message.timestamp), key, value, headers: {} }; // prettier-ignore
        const list = this.records.get(place);
        if (list) list.push(record);
        else this.records.set(place, [record]);
      },
    });
  }
}
