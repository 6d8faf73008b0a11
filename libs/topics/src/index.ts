export { openTopicLayout, type LayoutWish, type TopicLayout } from './topic-layout';
export { prefixPattern, topicShape } from './topic-shape';
export { wantedTopics, type TopicScale } from './wanted-topics';
