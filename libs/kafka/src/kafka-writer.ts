import type { Append, Transaction, TopicPartitionOffset, Writer } from '@panto/streams';
import { LogError } from '@panto/streams';
import type { Producer, Transaction as KafkaTransaction } from 'kafkajs';
import { chunks } from './chunks';
import { compressionTypes } from './codecs';
import type { KafkaClient } from './kafka-client';
import { kafkaError } from './kafka-error';
import { toMessage } from './to-message';

/** An open transaction holds readers of committed data back: a dead writer may do so this long, ms. */
const transactionTimeout = 15_000;

/**
 * Opens the transactional producer of an id. InitProducerId fences older producers of it, and the broker answers
 * only when their open transaction has ended.
 */
export async function openWriter(client: KafkaClient, id: string): Promise<Writer> {
  const producer = client.kafka.producer({
    transactionalId: id,
    transactionTimeout,
    allowAutoTopicCreation: false,
    // Every message names its partition.
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  try {
    await producer.connect();
    const empty = await producer.transaction();
    await empty.abort();
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw kafkaError(`opening the writer ${id}`, error);
  }
  return new KafkaWriter(client, id, producer);
}

/**
 * After any error the producer is of no use: kafkajs rolls sequences back after an indefinite answer, and cannot
 * leave a failed commit.
 */
class KafkaWriter implements Writer {
  private broken = false;
  private readonly compression: number;

  constructor(
    client: KafkaClient,
    private readonly id: string,
    private readonly producer: Producer,
  ) {
    this.compression = compressionTypes[client.settings.compression];
  }

  async commit({ appends, group, offsets, passing }: Transaction): Promise<void> {
    if (this.broken)
      throw new LogError('failed', `the writer ${this.id} has failed before: open another`, false);
    this.broken = true;
    try {
      const transaction = await this.producer.transaction();
      await passing?.('begun');
      for (const append of appends) {
        await this.send(transaction, append);
        await passing?.('appended');
      }
      await transaction.sendOffsets({ consumerGroupId: group, topics: byTopic(offsets) });
      await passing?.('offsets-sent');
      await transaction.commit();
      await passing?.('ended');
    } catch (error) {
      throw kafkaError(`transaction of ${this.id}`, error);
    }
    this.broken = false;
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }

  /** One partition a call: with several brokers in one call kafkajs can lose or double records. */
  private async send(transaction: KafkaTransaction, { topic, partition, records }: Append): Promise<void> {
    for (const part of chunks(records)) {
      await transaction.send({
        topic,
        acks: -1,
        compression: this.compression,
        messages: part.map((record) => toMessage(record, partition)),
      });
    }
  }
}

type Topics = Parameters<KafkaTransaction['sendOffsets']>[0]['topics'];

function byTopic(offsets: readonly TopicPartitionOffset[]): Topics {
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, offset } of offsets) {
    const list = topics.get(topic) ?? [];
    list.push({ partition, offset: String(offset) });
    topics.set(topic, list);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
