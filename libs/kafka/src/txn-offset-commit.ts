import type { TopicPartitionOffset } from '@panto/streams';
import type { Broker } from 'kafkajs';
import createError from 'kafkajs/src/protocol/error.js';
import { ask } from './ask';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';
import { groupByTopic } from './group-by-topic';
import type { Producer } from './producer';
import { requestTimeout } from './request-timeout';

const txnOffsetCommitKey = 28;
/** Version 5: the group need not be added to the transaction first. */
const version = 5;
/** The offsets do not belong to a member. */
const noGeneration = -1;
const noLeaderEpoch = -1;

/** Writes offsets of a group as part of a transaction of version 2; throws the first error of a partition. */
export async function txnOffsetCommit(
  coordinator: Broker,
  producer: Producer,
  group: string,
  offsets: readonly TopicPartitionOffset[],
): Promise<void> {
  const answer = await ask(coordinator, {
    apiKey: txnOffsetCommitKey,
    apiVersion: version,
    apiName: 'TxnOffsetCommit',
    flexible: true,
    body: [requestBody(producer, group, offsets)],
    timeout: requestTimeout,
  });
  const error = firstError(new ByteCursor(answer));
  if (error !== 0) throw createError.createErrorFromCode(error);
}

function requestBody(
  { id, producerId, producerEpoch }: Producer,
  group: string,
  offsets: readonly TopicPartitionOffset[],
): Buffer {
  const packer = new BytePacker().compactText(id).compactText(group);
  packer.bigInt64(BigInt(producerId)).int16(producerEpoch);
  packer.int32(noGeneration).compactText('').compactText(null);
  const topics = groupByTopic(offsets);
  packer.compactCount(topics.size);
  for (const [topic, list] of topics) {
    packer.compactText(topic).compactCount(list.length);
    for (const { partition, offset } of list) {
      packer.int32(partition).int64(offset).int32(noLeaderEpoch).compactText(null).noTags();
    }
    packer.noTags();
  }
  return packer.noTags().take();
}

function firstError(cursor: ByteCursor): number {
  cursor.skipTags();
  cursor.skip(4); // throttling
  let first = 0;
  for (let topics = cursor.compactCount(); topics > 0; topics -= 1) {
    cursor.compactText();
    for (let partitions = cursor.compactCount(); partitions > 0; partitions -= 1) {
      cursor.skip(4); // the partition
      const error = cursor.int16();
      if (first === 0) first = error;
      cursor.skipTags();
    }
    cursor.skipTags();
  }
  return first;
}
