import type { TopicPartition } from '@panto/streams';
import type { Cluster } from 'kafkajs';

/** Error code of the protocol: the partition has no leader. */
export const leaderNotAvailable = 5;

/**
 * The broker that leads a partition, according to the cluster's last metadata; undefined: it has no leader, or the
 * leader is not known.
 */
export function leaderOf(
  cluster: Pick<Cluster, 'findLeaderForPartitions'>,
  { topic, partition }: TopicPartition,
): string | undefined {
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  return leader === '-1' ? undefined : leader;
}
