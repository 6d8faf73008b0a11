export { createClient, type KafkaClient } from './kafka-client';
export { type GroupTiming } from './kafka-membership';
export { createKafkaLog, type KafkaLogOptions } from './kafka-log';
export { kafkaSettings, kafkaShape, type KafkaSettings } from './kafka-settings';
export { openKeyedProducer, type KeyedProducer, type KeyedRecord } from './keyed-producer';
export { openTopicAdmin, type TopicAdmin } from './topic-admin';
export { describeStep, type FoundTopic, planTopics, type TopicStep, type WantedTopic } from './topic-plan';
export { wantedTopics, type TopicScale } from './wanted-topics';
export { openTopicLayout, type LayoutWish, type TopicLayout } from './topic-layout';
