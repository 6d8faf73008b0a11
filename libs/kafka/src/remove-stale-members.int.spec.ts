import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Log, Membership } from '@panto/streams';
import type { Admin } from 'kafkajs';
import { createClient } from './kafka-client';
import { createKafkaLog } from './kafka-log';
import { kafkaSettings } from './kafka-settings';

/** Long enough that nothing waits for it by accident. */
const timing = { sessionTimeout: 120_000, heartbeatInterval: 200 };

describe('a process that is restarted', () => {
  const settings = kafkaSettings(process.env);
  const topic = `again-${randomUUID().slice(0, 8)}`;
  const logs: Log[] = [];
  const members: Membership[] = [];
  let admin: Admin;

  beforeAll(async () => {
    admin = createClient(settings, 'spec').kafka.admin();
    await admin.connect();
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 2 }] });
  }, 30_000);

  afterAll(async () => {
    await Promise.all(members.map((member) => member.leave()));
    await Promise.all(logs.map((log) => log.close()));
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  }, 30_000);

  const join = async (clientId: string, exclusive: boolean): Promise<readonly number[][]> => {
    const log = await createKafkaLog(settings, { clientId, exclusive, timing });
    logs.push(log);
    const assigned: number[][] = [];
    const onAssigned = (tasks: readonly number[]): number => assigned.push([...tasks]);
    members.push(
      await log.join({ group: topic, topics: [topic], tasks: 2, onAssigned, onLost: () => undefined }),
    );
    return assigned;
  };

  it('ends the membership it had under its name, and no other', async () => {
    const first = await join('stage-a', true);
    expect(first).toEqual([[0, 1]]);
    const other = await join('stage-b', true);
    expect(other).toEqual([[expect.any(Number)]]);
    await join('stage-a', true);

    const { groups } = await admin.describeGroups([topic]);
    const ids = groups.flatMap((group) => group.members.map(({ clientId }) => clientId)).sort();
    // The first process is still alive here, learns that it was removed, and rejoins as another member: it is not
    // locked out.
    expect(ids.filter((id) => id === 'stage-b')).toEqual(['stage-b']);
    expect(ids).toContain('stage-a');
    const again = async (): Promise<number> => {
      const { groups: found } = await admin.describeGroups([topic]);
      return found.flatMap((group) => group.members).length;
    };
    for (const end = Date.now() + 20_000; Date.now() < end && (await again()) < 3;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await again()).toBe(3);
  }, 60_000);
});
