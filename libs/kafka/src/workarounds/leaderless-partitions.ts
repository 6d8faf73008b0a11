import metadata, { type MetadataAnswer } from 'kafkajs/src/protocol/requests/metadata/index.js';
import { noLeader } from '../leader-of';
import { once } from './once';

/** Error codes of a partition without a leader, or without one on this listener. */
const leaderless = [5, 72];

/**
 * kafkajs (2.2.4) rejects all metadata of all topics while a single partition has no leader: no other partition can be
 * read or written any more once its leader has moved. With this fix such a partition has the leader -1, and only its
 * own readers and writers look again (`leaderOf`).
 */
export const takeLeaderlessPartitions = once(() => {
  const { protocol } = metadata;
  metadata.protocol = (wanted) => (topics) => {
    const { request, response } = protocol(wanted)(topics);
    const decode = async (bytes: Buffer) => withoutLeaders(await response.decode(bytes));
    return { request, response: { ...response, decode } };
  };
});

function withoutLeaders(answer: MetadataAnswer): MetadataAnswer {
  const topicMetadata = answer.topicMetadata.map((topic) => ({
    ...topic,
    partitionMetadata: topic.partitionMetadata.map((partition) =>
      leaderless.includes(partition.partitionErrorCode)
        ? { ...partition, partitionErrorCode: 0, leader: noLeader }
        : partition,
    ),
  }));
  return { ...answer, topicMetadata };
}
