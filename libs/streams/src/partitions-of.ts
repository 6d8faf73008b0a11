import type { Log, TopicPartition } from './log';

/** All partitions of some topics, topic by topic; a missing topic is an error. */
export async function partitionsOf(
  log: Pick<Log, 'partitionCounts'>,
  topics: readonly string[],
): Promise<readonly TopicPartition[]> {
  const counts = await log.partitionCounts(topics);
  return topics.flatMap((topic, index) =>
    Array.from({ length: counts[index] ?? 0 }, (_, partition) => ({ topic, partition })),
  );
}
