import type { TopicPartition } from '@panto/streams';
import type { Cluster } from 'kafkajs';

/** First or last (committed) offsets of partitions, in the order given. */
export async function topicOffsets(
  cluster: Cluster,
  places: readonly TopicPartition[],
  which: 'start' | 'end',
): Promise<readonly number[]> {
  if (places.length === 0) return [];
  const topics = [...new Set(places.map(({ topic }) => topic))];
  await cluster.addMultipleTargetTopics(topics);
  await cluster.refreshMetadataIfNecessary();
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
