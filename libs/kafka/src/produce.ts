import type { TopicPartition } from '@panto/streams';
import type { Broker } from 'kafkajs';
import { ByteCursor } from './byte-cursor';
import { isSender } from './sender';

/** One batch for one partition. */
export interface Batch extends TopicPartition {
  readonly bytes: Buffer;
}

/** What a broker said of a batch; 0 is no error. */
export interface Produced extends TopicPartition {
  readonly error: number;
}

const produceKey = 0;
/** Version 7: zstd, and no fields that we have no use for. */
const version = 7;
const allReplicas = -1;
/** How long the broker may wait for its replicas, ms. */
const replication = 20_000;

/** Sends batches of different partitions, all led by this broker, in one Produce request. */
export async function produceTo(
  broker: Broker,
  transactionalId: string,
  batches: readonly Batch[],
): Promise<readonly Produced[]> {
  if (!isSender(broker)) throw new Error('kafkajs is not the pinned version');
  let produced: readonly Produced[] = [];
  const bytes = requestBytes(transactionalId, batches);
  await broker.connectionPool.send({
    request: {
      apiKey: produceKey,
      apiVersion: version,
      apiName: 'Produce',
      expectResponse: () => true,
      // What kafkajs needs of an encoder.
      encode: async () => ({ buf: bytes, buffer: bytes }),
    },
    response: {
      decode: async (payload) => {
        produced = readAnswer(new ByteCursor(payload));
        return {};
      },
      parse: async (answer) => answer,
    },
    requestTimeout: replication + 10_000,
  });
  return produced;
}

function requestBytes(transactionalId: string, batches: readonly Batch[]): Buffer {
  const parts: Buffer[] = [text(transactionalId), int16(allReplicas), int32(replication)];
  const byTopic = new Map<string, Batch[]>();
  for (const batch of batches) {
    const same = byTopic.get(batch.topic);
    if (same === undefined) byTopic.set(batch.topic, [batch]);
    else same.push(batch);
  }
  parts.push(int32(byTopic.size));
  for (const [topic, list] of byTopic) {
    parts.push(text(topic), int32(list.length));
    for (const { partition, bytes } of list) parts.push(int32(partition), int32(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

function readAnswer(cursor: ByteCursor): readonly Produced[] {
  const produced: Produced[] = [];
  for (let topics = cursor.int32(); topics > 0; topics -= 1) {
    const topic = cursor.string();
    for (let partitions = cursor.int32(); partitions > 0; partitions -= 1) {
      const partition = cursor.int32();
      produced.push({ topic, partition, error: cursor.int16() });
      cursor.slice(24); // base offset, append time, log start
    }
  }
  return produced;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
