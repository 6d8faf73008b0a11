import type { TopicPartition } from '@panto/streams';
import type { Broker } from 'kafkajs';
import { ask } from './ask';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';
import { groupByTopic } from './group-by-topic';
import { requestTimeout } from './request-timeout';
import type { TransactionVersion } from './transaction-version';

/** One batch for one partition. */
export interface Batch extends TopicPartition {
  readonly bytes: Buffer;
}

/** A broker's response for a batch; 0 is no error. */
export interface Produced extends TopicPartition {
  readonly error: number;
}

const produceKey = 0;
/**
 * By the version of transactions. 7: zstd, and no fields that are unused here. 12: begins the transaction implicitly.
 */
const versions = { 1: 7, 2: 12 } as const;
const allReplicas = -1;
/** How long the broker may wait for its replicas, ms: it should report that before our request times out. */
const replication = requestTimeout - 5_000;

/** Sends batches of different partitions, all led by this broker, in one Produce request. */
export async function produceTo(
  broker: Broker,
  transactionalId: string,
  batches: readonly Batch[],
  transactions: TransactionVersion,
): Promise<readonly Produced[]> {
  const flexible = transactions === 2;
  const answer = await ask(broker, {
    apiKey: produceKey,
    apiVersion: versions[transactions],
    apiName: 'Produce',
    flexible,
    body: (flexible ? flexiblePieces : requestPieces)(transactionalId, batches),
    timeout: requestTimeout,
  });
  return (flexible ? readFlexible : readAnswer)(new ByteCursor(answer));
}

/** The batches remain separate pieces and are not copied. */
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

function flexiblePieces(transactionalId: string, batches: readonly Batch[]): readonly Buffer[] {
  const packer = new BytePacker().compactText(transactionalId).int16(allReplicas).int32(replication);
  const pieces: Buffer[] = [];
  const topics = groupByTopic(batches);
  packer.compactCount(topics.size);
  for (const [topic, list] of topics) {
    packer.compactText(topic).compactCount(list.length);
    for (const { partition, bytes } of list) {
      pieces.push(packer.int32(partition).compactCount(bytes.length).take(), bytes);
      packer.noTags();
    }
    packer.noTags();
  }
  return [...pieces, packer.noTags().take()];
}

function readFlexible(cursor: ByteCursor): readonly Produced[] {
  const produced: Produced[] = [];
  cursor.skipTags();
  for (let topics = cursor.compactCount(); topics > 0; topics -= 1) {
    const topic = cursor.compactText();
    for (let partitions = cursor.compactCount(); partitions > 0; partitions -= 1) {
      const partition = cursor.int32();
      produced.push({ topic, partition, error: cursor.int16() });
      cursor.skip(24); // base offset, append time, log start
      for (let records = cursor.compactCount(); records > 0; records -= 1) {
        cursor.skip(4); // the record
        cursor.compactText();
        cursor.skipTags();
      }
      cursor.compactText();
      cursor.skipTags();
    }
    cursor.skipTags();
  }
  return produced;
}
