import type { TopicPartition } from '@panto/streams';
import type { Cluster } from 'kafkajs';

/** Error code of the protocol: nobody leads the partition. */
export const leaderNotAvailable = 5;

/** The broker that leads a partition, as the cluster last heard; undefined: nobody does, or it is not known. */
export function leaderOf(
  cluster: Pick<Cluster, 'findLeaderForPartitions'>,
  { topic, partition }: TopicPartition,
): string | undefined {
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  return leader === '-1' ? undefined : leader;
}
