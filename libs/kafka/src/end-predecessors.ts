import type { Admin, Cluster } from 'kafkajs';
import { retrying } from './retrying';

/** A part of a kafkajs broker that its types leave out. */
interface GroupCoordinator {
  leaveGroup(request: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}

function isGroupCoordinator(broker: object): broker is GroupCoordinator {
  return 'leaveGroup' in broker;
}

/**
 * Ends the memberships of whoever was in a group under this client id: a process that was killed and is started again
 * under the same name need not wait until its former self has been silent for a session. It does what static members
 * (KIP-345) do, which kafkajs is not able to be. Gives how many there were.
 */
export async function endPredecessors(
  cluster: Cluster,
  admin: Admin,
  group: string,
  clientId: string,
): Promise<number> {
  const { groups } = await admin.describeGroups([group]);
  const members = groups.flatMap((described) => described.members).filter((one) => one.clientId === clientId);
  for (const { memberId } of members) {
    const leave = async (): Promise<unknown> => {
      const coordinator = await cluster.findGroupCoordinator({ groupId: group });
      if (!isGroupCoordinator(coordinator)) throw new Error('kafkajs is not the pinned version');
      return coordinator.leaveGroup({ groupId: group, memberId });
    };
    await retrying(leave, { stopped: () => false, repair: async () => undefined });
  }
  return members.length;
}
