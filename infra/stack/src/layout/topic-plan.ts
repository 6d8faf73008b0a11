import { catalogue, topicName, type Topic } from '@panto/model';

/** How a topic shall be in Kafka. */
export interface PlannedTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly configuration: Readonly<Record<string, string>>;
}

/** What the plan depends on besides the catalogue. */
export interface TopicScale {
  readonly prefix: string;
  /** Partitions of the topics that are partitioned alike. */
  readonly shared: number;
  readonly replicas: number;
}

/** Every topic of the catalogue as it shall be. */
export const planTopics = (scale: TopicScale): readonly PlannedTopic[] =>
  catalogue.map((topic) => ({
    topic: topicName(scale.prefix, topic.name),
    partitions: topic.partitions === 'one' ? 1 : scale.shared,
    replicas: scale.replicas,
    configuration: configurationOf(topic, scale.replicas),
  }));

function configurationOf(topic: Topic, replicas: number): Readonly<Record<string, string>> {
  const arrival = topic.timestamps === 'arrival';
  return {
    'cleanup.policy': topic.cleanup,
    'retention.ms': String(topic.retention ?? -1),
    'message.timestamp.type': arrival ? 'LogAppendTime' : 'CreateTime',
    'min.insync.replicas': String(replicas > 2 ? 2 : 1),
    ...(topic.compactionLag === undefined ? {} : { 'min.compaction.lag.ms': String(topic.compactionLag) }),
  };
}
