import type { TopicPartition } from '@panto/streams';
import type { Broker } from 'kafkajs';
import { ask } from './ask';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';
import { groupByTopic } from './group-by-topic';
import { requestTimeout } from './request-timeout';
import type { AbortedTransaction } from './record-batch';

/** The wanted part of one partition. */
export interface Wanted extends TopicPartition {
  readonly offset: number;
  readonly maxBytes: number;
}

/** A broker's response for one partition; the records are still compressed. */
export interface Fetched extends TopicPartition {
  readonly error: number;
  /** End of the decided part (last stable offset). */
  readonly end: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly bytes: Buffer;
}

/** A broker's response, and the bytes that back it. */
export interface Answer {
  readonly fetched: readonly Fetched[];
  readonly memory: Buffer;
}

/** Bounds of a fetch. */
export interface FetchLimits {
  /** How long the broker may wait for records to arrive, ms. */
  readonly wait: number;
  readonly maxBytes: number;
}

const fetchKey = 1;
/** Version 11: zstd, and followers may answer. */
const version = 11;
const readCommitted = 1;
/** Stands for an unspecified number: the replica of a consumer, an epoch, a first offset. */
const none = -1;

/**
 * One Fetch (read committed) of some partitions that one broker leads. kafkajs would decompress everything at once,
 * throw for the whole response if one partition has an error, and hide empty batches.
 */
export async function fetchFrom(
  broker: Broker,
  wanted: readonly Wanted[],
  limits: FetchLimits,
): Promise<Answer> {
  const answer = await ask(broker, {
    apiKey: fetchKey,
    apiVersion: version,
    apiName: 'Fetch',
    body: [requestBytes(wanted, limits)],
    timeout: limits.wait + requestTimeout,
  });
  return { fetched: readAnswer(new ByteCursor(answer)), memory: answer };
}

function requestBytes(wanted: readonly Wanted[], { wait, maxBytes }: FetchLimits): Buffer {
  const packer = new BytePacker().int32(none).int32(wait).int32(1).int32(maxBytes).int8(readCommitted);
  packer.int32(0).int32(none); // no session
  const topics = groupByTopic(wanted);
  packer.int32(topics.size);
  for (const [topic, partitions] of topics) {
    packer.text(topic).int32(partitions.length);
    for (const { partition, offset, maxBytes: most } of partitions) {
      packer.int32(partition).int32(none).int64(offset).int64(none).int32(most);
    }
  }
  return packer.int32(0).text('').take(); // nothing to forget, no rack
}

function readAnswer(cursor: ByteCursor): readonly Fetched[] {
  cursor.int32(); // throttle time: the broker has already waited
  const error = cursor.int16();
  cursor.int32(); // session
  const fetched: Fetched[] = [];
  for (let topics = cursor.int32(); topics > 0; topics -= 1) {
    const topic = cursor.string();
    for (let partitions = cursor.int32(); partitions > 0; partitions -= 1) {
      fetched.push(readPartition(cursor, topic));
    }
  }
  return error === 0 ? fetched : fetched.map((one) => ({ ...one, error }));
}

function readPartition(cursor: ByteCursor, topic: string): Fetched {
  const partition = cursor.int32();
  const error = cursor.int16();
  cursor.int64(); // high watermark
  const end = cursor.int64();
  cursor.int64(); // log start
  const aborted: AbortedTransaction[] = [];
  for (let left = cursor.int32(); left > 0; left -= 1) {
    aborted.push({ producerId: cursor.bigInt64(), firstOffset: cursor.int64() });
  }
  cursor.int32(); // preferred replica
  const size = cursor.int32();
  return { topic, partition, error, end, aborted, bytes: cursor.slice(Math.max(0, size)) };
}
