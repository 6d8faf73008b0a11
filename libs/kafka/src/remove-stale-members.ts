import type { Admin, Cluster } from 'kafkajs';
import { Coordinators } from './coordinators';

/**
 * Ends the memberships that a group has under this client id: a process that was killed and restarted under the same
 * name need not wait for its former session to time out. This does what static membership (KIP-345) does, which kafkajs
 * does not support. Returns how many there were.
 */
export async function removeStaleMembers(
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
