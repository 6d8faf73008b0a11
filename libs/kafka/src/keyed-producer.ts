import { LogError } from '@panto/streams';
import type { Admin, Message, Producer } from 'kafkajs';
import { compressionTypes } from './codecs';
import type { KafkaClient } from './kafka-client';
import { kafkaError } from './kafka-error';
import { partitionOf } from './partition-of';

/** A record whose partition is determined by its key, as in every client (murmur2). */
export interface KeyedRecord {
  readonly key: string;
  readonly value: Buffer;
}

/** Writes records to the partitions of their keys, in order. Unusable after an error: close it, open another. */
export interface KeyedProducer {
  /** Resolves when all have arrived on all in-sync replicas; after an error some may have. */
  send(topic: string, records: readonly KeyedRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens an idempotent producer: what the client resends after a lost response is not written twice. */
export async function openKeyedProducer(client: KafkaClient): Promise<KeyedProducer> {
  const admin = client.kafka.admin();
  const producer = client.kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    // Every message names its partition.
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  const opened = new IdempotentProducer(client, admin, producer);
  try {
    await admin.connect();
    await producer.connect();
  } catch (error) {
    await opened.close();
    throw kafkaError(`connecting to ${client.settings.brokers.join(', ')}`, error);
  }
  return opened;
}

class IdempotentProducer implements KeyedProducer {
  private readonly partitions = new Map<string, number>();

  constructor(
    private readonly client: KafkaClient,
    private readonly admin: Admin,
    private readonly producer: Producer,
  ) {}

  /** One partition per call: with several brokers in one call kafkajs can lose or duplicate records. */
  async send(topic: string, records: readonly KeyedRecord[]): Promise<void> {
    const compression = compressionTypes[this.client.settings.compression];
    try {
      const count = this.partitions.get(topic) ?? (await this.learn(topic));
      for (const messages of byPartition(records, count).values()) {
        await this.producer.send({ topic, acks: -1, compression, messages });
      }
    } catch (error) {
      throw kafkaError(`writing to ${topic}`, error);
    }
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.producer.disconnect(), this.admin.disconnect()]);
  }

  /** Lists topics first: asking a broker for a missing topic may create it. */
  private async learn(topic: string): Promise<number> {
    const topics = await this.admin.listTopics();
    if (!topics.includes(topic))
      throw new LogError('topic-missing', `there is no ${topic}: create it first`, true);
    const { topics: found } = await this.admin.fetchTopicMetadata({ topics: [topic] });
    const count = found[0]?.partitions.length ?? 0;
    if (count === 0) throw new LogError('topic-missing', `${topic} has no partitions`, true);
    this.partitions.set(topic, count);
    return count;
  }
}

function byPartition(records: readonly KeyedRecord[], count: number): ReadonlyMap<number, Message[]> {
  const messages = new Map<number, Message[]>();
  for (const { key, value } of records) {
    const partition = partitionOf(key, count);
    const list = messages.get(partition) ?? [];
    list.push({ partition, key, value });
    messages.set(partition, list);
  }
  return messages;
}
