import type { TopicPartition } from '@panto/streams';
import type { Broker } from 'kafkajs';
import fetchRequest from 'kafkajs/src/protocol/requests/fetch/v11/request.js';
import { ByteCursor } from './byte-cursor';
import type { AbortedTransaction } from './record-batch';
import { isSender } from './sender';

/** What is wanted of one partition. */
export interface Wanted extends TopicPartition {
  readonly offset: number;
  readonly maxBytes: number;
}

/** What a broker answered for one partition; the records are still packed. */
export interface Fetched extends TopicPartition {
  readonly error: number;
  /** End of what is committed (last stable offset). */
  readonly end: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly bytes: Buffer;
}

/** Bounds of a fetch. */
export interface FetchLimits {
  /** How long the broker may wait for something to come, ms. */
  readonly wait: number;
  readonly maxBytes: number;
}

const readCommitted = 1;
const consumerReplica = -1;

/**
 * One Fetch (version 11: zstd, read committed) of some partitions that one broker leads. kafkajs would unpack
 * everything at once, throw for the whole answer when one partition has an error, and hide empty batches.
 */
export async function fetchFrom(
  broker: Broker,
  wanted: readonly Wanted[],
  limits: FetchLimits,
): Promise<readonly Fetched[]> {
  if (!isSender(broker)) throw new Error('kafkajs is not the pinned version');
  let fetched: readonly Fetched[] = [];
  await broker.connectionPool.send({
    request: fetchRequest({
      replicaId: consumerReplica,
      maxWaitTime: limits.wait,
      minBytes: 1,
      maxBytes: limits.maxBytes,
      isolationLevel: readCommitted,
      topics: byTopic(wanted),
    }),
    response: {
      decode: async (payload) => {
        fetched = readAnswer(new ByteCursor(payload));
        return {};
      },
      parse: async (answer) => answer,
    },
    requestTimeout: limits.wait + 30_000,
  });
  return fetched;
}

type Topics = Parameters<typeof fetchRequest>[0]['topics'];

function byTopic(wanted: readonly Wanted[]): Topics {
  const topics = new Map<string, { partition: number; fetchOffset: string; maxBytes: number }[]>();
  for (const { topic, partition, offset, maxBytes } of wanted) {
    const list = topics.get(topic) ?? [];
    list.push({ partition, fetchOffset: String(offset), maxBytes });
    topics.set(topic, list);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}

function readAnswer(cursor: ByteCursor): readonly Fetched[] {
  cursor.int32(); // throttle time: the broker has waited already
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
