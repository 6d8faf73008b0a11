import type { TopicPartition } from '@panto/streams';
import type { Cluster } from 'kafkajs';

/** Error code of the protocol: the partition has no leader. */
export const leaderNotAvailable = 5;

/** The id in place of that of a leader. */
export const noLeader = -1;

type Leaders = Pick<Cluster, 'findLeaderForPartitions'>;

/** The broker that leads a partition according to the latest metadata; undefined: there is none, or it is not known. */
export function leaderOf(cluster: Leaders, place: TopicPartition): string | undefined {
  const leader = found(cluster, place);
  return leader === String(noLeader) ? undefined : leader;
}

/** Whether the latest metadata says that a partition has no leader; not of one that is not known. */
export function isLeaderless(cluster: Leaders, place: TopicPartition): boolean {
  return found(cluster, place) === String(noLeader);
}

function found(cluster: Leaders, { topic, partition }: TopicPartition): string | undefined {
  return Object.keys(cluster.findLeaderForPartitions(topic, [partition]))[0];
}
