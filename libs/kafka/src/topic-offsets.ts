import type { TopicPartition } from '@panto/streams';
import type { Cluster } from 'kafkajs';
import createError from 'kafkajs/src/protocol/error.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLeaderless, leaderNotAvailable } from './leader-of';
import { isRetriable } from './retrying';

/** Number of attempts, each at the current leaders; the pauses grow from this one, ms. */
const attempts = 7;
const pause = 50;

/** First or last (committed) offsets of partitions, in the order given. */
export async function topicOffsets(
  cluster: Pick<
    Cluster,
    | 'addMultipleTargetTopics'
    | 'refreshMetadataIfNecessary'
    | 'refreshMetadata'
    | 'findLeaderForPartitions'
    | 'fetchTopicsOffset'
  >,
  places: readonly TopicPartition[],
  which: 'start' | 'end',
): Promise<readonly number[]> {
  if (places.length === 0) return [];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask(cluster, places, which);
    } catch (error) {
      // kafkajs asks the leader that it knows once, and looks for another one only minutes later.
      if (attempt === attempts || !isRetriable(error)) throw error;
      await sleep(pause * 2 ** attempt);
      await cluster.refreshMetadata().catch(() => undefined);
    }
  }
}

async function ask(
  cluster: Parameters<typeof topicOffsets>[0],
  places: readonly TopicPartition[],
  which: 'start' | 'end',
): Promise<readonly number[]> {
  const topics = [...new Set(places.map(({ topic }) => topic))];
  await cluster.addMultipleTargetTopics(topics);
  await cluster.refreshMetadataIfNecessary();
  if (places.some((place) => isLeaderless(cluster, place))) {
    throw createError.createErrorFromCode(leaderNotAvailable);
  }
  const answer = await cluster.fetchTopicsOffset(
    topics.map((topic) => ({
      topic,
      partitions: places.filter((place) => place.topic === topic).map(({ partition }) => ({ partition })),
      fromBeginning: which === 'start',
    })),
  );
  return places.map(({ topic, partition }) => {
    const found = answer
      .find((entry) => entry.topic === topic)
      ?.partitions.find((entry) => entry.partition === partition);
    if (found === undefined) throw new Error(`no offsets of ${topic}/${partition}: does it exist?`);
    return Number(found.offset);
  });
}
