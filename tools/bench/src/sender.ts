import type { KafkaClient } from '@panto/kafka';

/** Records of one request: kafkajs groups them in a time that grows with the square of their number. */
const batch = 1_000;

/** Produces fast and in order; what a lost answer doubles nobody notices here, a failure ends the bench. */
export interface Sender {
  /** Takes a record; waits now and then until the broker has caught up. */
  send(topic: string, partition: number, key: Buffer, value: Buffer): Promise<void> | undefined;
  /** Resolves when everything has been written. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly topic: string;
  readonly partition: number;
  messages: { partition: number; key: Buffer; value: Buffer }[];
  sent: Promise<unknown>;
}

/** Opens a sender on the plain client. */
export async function openSender({ kafka }: KafkaClient, partitions: number): Promise<Sender> {
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  await producer.connect();
  const waiting = new Map<string, Waiting>();
  const push = async (one: Waiting): Promise<void> => {
    await one.sent;
    const { topic, messages } = one;
    one.messages = [];
    one.sent = producer.send({ topic, messages, acks: 1 });
  };
  return {
    send(topic, partition, key, value) {
      const name = `${topic}/${partition % partitions}`;
      let one = waiting.get(name);
      if (one === undefined)
        waiting.set(name, (one = { topic, partition, messages: [], sent: Promise.resolve() }));
      one.messages.push({ partition, key, value });
      return one.messages.length < batch ? undefined : push(one);
    },
    async flush() {
      for (const one of waiting.values()) {
        if (one.messages.length > 0) await push(one);
        await one.sent;
      }
    },
    close: () => producer.disconnect(),
  };
}
