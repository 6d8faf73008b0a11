import kafkajs, { type Cluster, type PartitionAssigner } from 'kafkajs';
import { type Claim, shareTasks } from './share-tasks';

/** What a member currently owns: sent along when it joins, so that it can keep it. */
export interface Holding {
  readonly tasks: readonly number[];
  readonly generation: number;
}

/**
 * Assigns whole tasks: partition p of every topic belongs to task p mod `tasks`. The number of tasks is part of the
 * protocol's name, so that processes that disagree about it cannot be in one group.
 */
export function taskAssigner(tasks: number, holding: () => Holding): PartitionAssigner {
  const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;
  const name = `panto-tasks-${tasks}`;
  return ({ cluster }) => ({
    name,
    version: 0,
    protocol: ({ topics }) => ({
      name,
      metadata: MemberMetadata.encode({
        version: 0,
        topics,
        userData: Buffer.from(JSON.stringify(holding())),
      }),
    }),
    assign: async ({ members, topics }) => {
      const claims = members.map(({ memberId, memberMetadata }) =>
        claimOf(memberId, MemberMetadata.decode(memberMetadata)?.userData),
      );
      const shares = shareTasks(tasks, claims);
      return [...shares].map(([memberId, share]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version: 0,
          assignment: partitionsOf(cluster, topics, tasks, share),
          userData: Buffer.from(JSON.stringify(share)),
        }),
      }));
    },
  });
}

function partitionsOf(
  cluster: Cluster,
  topics: readonly string[],
  tasks: number,
  share: readonly number[],
): Record<string, number[]> {
  return Object.fromEntries(
    topics.map((topic) => [
      topic,
      cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId }) => partitionId)
        .filter((partition) => share.includes(partition % tasks))
        .sort((a, b) => a - b),
    ]),
  );
}

/** Metadata of members is untrusted, too: what is not understood counts as no claim. */
function claimOf(member: string, userData: Buffer | undefined): Claim {
  const none: Claim = { member, tasks: [], generation: -1 };
  try {
    const found: unknown = JSON.parse(userData?.toString('utf8') ?? 'null');
    if (typeof found !== 'object' || found === null || !('tasks' in found) || !('generation' in found))
      return none;
    const { tasks, generation } = found;
    if (!Array.isArray(tasks) || typeof generation !== 'number') return none;
    return { member, generation, tasks: tasks.filter((task) => typeof task === 'number') };
  } catch {
    return none;
  }
}
