import type { Appender } from '@panto/streams';
import { compressionTypes } from './codecs';
import type { KafkaClient } from './kafka-client';
import { kafkaError } from './kafka-error';
import { toMessage } from './to-message';

/**
 * A plain producer for records that may come twice or not at all, as ticks may. It is not idempotent, so no
 * error leaves it unusable.
 */
export async function openAppender({ kafka, settings }: KafkaClient): Promise<Appender> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  await producer.connect().catch((error: unknown) => {
    throw kafkaError('opening an appender', error);
  });
  return {
    append: async (appends) => {
      const topicMessages = appends.map(({ topic, partition, records }) => ({
        topic,
        messages: records.map((record) => toMessage(record, partition)),
      }));
      try {
        const compression = compressionTypes[settings.compression];
        await producer.sendBatch({ topicMessages, acks: -1, compression });
      } catch (error) {
        throw kafkaError('appending', error);
      }
    },
    close: () => producer.disconnect(),
  };
}
