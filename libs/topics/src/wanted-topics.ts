import type { WantedTopic } from '@panto/kafka';
import { catalogue, topicName, type Topic } from '@panto/model';

/** What the topics depend on besides the catalogue. */
export interface TopicScale {
  readonly prefix: string;
  /** Partition count of the co-partitioned topics. */
  readonly partitions: number;
  readonly replicationFactor: number;
}

const mebibyte = 1_048_576;

/** Every topic of the catalogue as it should be. */
export function wantedTopics({ prefix, partitions, replicationFactor }: TopicScale): readonly WantedTopic[] {
  return catalogue.map((topic) => ({
    name: topicName(prefix, topic.name),
    partitions: topic.partitions === 'one' ? 1 : partitions,
    replicationFactor,
    config: configOf(topic, replicationFactor),
  }));
}

function configOf(topic: Topic, replicationFactor: number): Readonly<Record<string, string>> {
  const { cleanup, retention, compactionLag, timestamps } = topic;
  return {
    'cleanup.policy': cleanup,
    'retention.ms': String(retention ?? -1),
    'message.timestamp.type': timestamps === 'arrival' ? 'LogAppendTime' : 'CreateTime',
    'min.insync.replicas': String(replicationFactor > 2 ? 2 : 1),
    'max.message.bytes': String(largest(topic)),
    ...(compactionLag === undefined ? {} : { 'min.compaction.lag.ms': String(compactionLag) }),
    // A restore reads the whole topic: close segments early, so that they are compacted early.
    ...(topic.name.endsWith('-snapshots')
      ? { 'segment.ms': '600000', 'min.cleanable.dirty.ratio': '0.2' }
      : {}),
  };
}

/** Room in a batch besides its largest value: key, headers and framing. */
const besides = 65_536;

/**
 * A dead letter is the original plus its headers, a snapshot the memory of a key: if the broker refused one
 * for its size, its stage could never proceed.
 */
function largest({ name }: Topic): number {
  if (name.endsWith('-snapshots')) return 16 * mebibyte;
  return name.startsWith('dead-letters.') ? 4 * mebibyte : mebibyte + besides;
}
