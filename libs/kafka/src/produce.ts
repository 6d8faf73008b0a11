import type { TopicPartition } from '@panto/streams';
import type { Broker } from 'kafkajs';
import { ask } from './ask';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';
import { groupByTopic } from './group-by-topic';
import { requestTimeout } from './request-timeout';

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
/** How long the broker may wait for its replicas, ms: it is to say that it has waited before nobody listens. */
const replication = requestTimeout - 5_000;

/** Sends batches of different partitions, all led by this broker, in one Produce request. */
export async function produceTo(
  broker: Broker,
  transactionalId: string,
  batches: readonly Batch[],
): Promise<readonly Produced[]> {
  const answer = await ask(broker, {
    apiKey: produceKey,
    apiVersion: version,
    apiName: 'Produce',
    body: requestPieces(transactionalId, batches),
    timeout: requestTimeout,
  });
  return readAnswer(new ByteCursor(answer));
}

/** The batches are pieces of their own: nobody copies them. */
function requestPieces(transactionalId: string, batches: readonly Batch[]): readonly Buffer[] {
  const packer = new BytePacker().text(transactionalId).int16(allReplicas).int32(replication);
  const pieces: Buffer[] = [];
  const topics = groupByTopic(batches);
  packer.int32(topics.size);
  for (const [topic, list] of topics) {
    packer.text(topic).int32(list.length);
    for (const { partition, bytes } of list) {
      pieces.push(packer.int32(partition).int32(bytes.length).take(), bytes);
    }
  }
  return pieces;
}

function readAnswer(cursor: ByteCursor): readonly Produced[] {
  const produced: Produced[] = [];
  for (let topics = cursor.int32(); topics > 0; topics -= 1) {
    const topic = cursor.string();
    for (let partitions = cursor.int32(); partitions > 0; partitions -= 1) {
      const partition = cursor.int32();
      produced.push({ topic, partition, error: cursor.int16() });
      cursor.skip(24); // base offset, append time, log start
    }
  }
  return produced;
}
