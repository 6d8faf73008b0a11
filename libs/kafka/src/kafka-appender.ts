import type { Append, Appender } from '@panto/streams';
import { chunks } from './chunks';
import { compressionTypes } from './codecs';
import { joinAppends } from './join-appends';
import type { KafkaClient } from './kafka-client';
import { kafkaError } from './kafka-error';
import { toMessage } from './to-message';

/**
 * A plain producer: after an error some records may have been written, and after a lost response some may have been
 * written twice. It is not idempotent, so no error makes it unusable. It sends one partition per call, all in parallel:
 * with several brokers in one call kafkajs can lose records.
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
  const compression = compressionTypes[settings.compression];
  const send = async ({ topic, partition, records }: Append): Promise<void> => {
    for (const part of chunks(records)) {
      const messages = part.map((record) => toMessage(record, partition));
      await producer.send({ topic, messages, acks: -1, compression });
    }
  };
  return {
    append: async (appends) => {
      const sent = await Promise.allSettled(joinAppends(appends).map(send));
      const failed = sent.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw kafkaError('appending', failed.reason);
    },
    close: () => producer.disconnect(),
  };
}
