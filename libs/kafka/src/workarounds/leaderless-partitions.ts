import metadata, { type MetadataAnswer } from 'kafkajs/src/protocol/requests/metadata/index.js';

/** Error codes of a partition without a leader, or without one on this listener. */
const leaderless = [5, 72];

/** The value in place of a leader. */
const nobody = -1;

let applied = false;

/**
 * kafkajs (2.2.4) rejects all metadata of all topics while a single partition has no leader: no other partition can be
 * read or written any more once its leader has moved. With this fix such a partition has the leader -1, and only its
 * own readers and writers look again (`leaderOf`).
 */
export function takeLeaderlessPartitions(): void {
  if (applied) return;
  applied = true;
  const { protocol } = metadata;
  metadata.protocol = (wanted) => (topics) => {
    const { request, response } = protocol(wanted)(topics);
    const decode = async (bytes: Buffer) => withoutLeaders(await response.decode(bytes));
    return { request, response: { ...response, decode } };
  };
}

function withoutLeaders(answer: MetadataAnswer): MetadataAnswer {
  const topicMetadata = answer.topicMetadata.map((topic) => ({
    ...topic,
    partitionMetadata: topic.partitionMetadata.map((partition) =>
      leaderless.includes(partition.partitionErrorCode)
        ? { ...partition, partitionErrorCode: 0, leader: nobody }
        : partition,
    ),
  }));
  return { ...answer, topicMetadata };
}
