import type { Admin, Cluster } from 'kafkajs';
import { Coordinators } from './coordinators';

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
  const coordinators = new Coordinators(cluster, clientId);
  for (const { memberId } of members) await coordinators.leave(group, memberId);
  return members.length;
}
