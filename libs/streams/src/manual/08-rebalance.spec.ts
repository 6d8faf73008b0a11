import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryLog, type RunningTopology, runTopology } from '../index';
import { eventually, museum, museumBroker, put, quick, words } from './museum';

const partitions = 4;

/**
 * 8. Rebalance.
 *
 * Several processes share the work: each partition belongs to a task (partition p to task p mod tasks, so that all
 * processes agree), and the group assigns whole tasks. When a process joins, leaves or dies, tasks move; those that
 * stay keep their memory and continue without a pause. A task that moves is restored where it arrives. No orderly
 * handover is needed: the next chapter explains why that is safe.
 */
describe('rebalance', () => {
  const running: RunningTopology[] = [];
  const start = async (log: MemoryLog): Promise<RunningTopology> => {
    const stage = await runTopology(museum, log, { settings: { ...quick, tasks: 4 } });
    running.push(stage);
    return stage;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((stage) => stage.stop().catch(() => undefined)));
  });

  it('distributes the partitions, and gives those of the dead to the living', async () => {
    const broker = museumBroker(partitions);
    const doomed = new MemoryLog(broker);
    const first = await start(doomed);
    expect([...first.partitions].sort()).toEqual([0, 1, 2, 3]);

    const second = await start(new MemoryLog(broker));
    await eventually(() => first.partitions.length === 2);
    expect([...first.partitions, ...second.partitions].sort()).toEqual([0, 1, 2, 3]);

    doomed.kill();
    await eventually(() => second.partitions.length === 4);
  });

  it('leaves no trace in the output', async () => {
    const broker = museumBroker(partitions);
    const rooms = Array.from({ length: partitions }, (_, partition) => ({
      partition,
      room: `room-${partition}`,
    }));
    const everywhere = (topic: string, value: string): void => {
      for (const { partition, room } of rooms) put(broker, topic, room, value, { partition });
    };
    everywhere('seats', '2');
    await start(new MemoryLog(broker));
    everywhere('visitors', '2');
    const second = await start(new MemoryLog(broker));
    everywhere('visitors', '-1');
    await start(new MemoryLog(broker));
    everywhere('visitors', '1');
    await second.stop();
    everywhere('visitors', '-2');
    await eventually(() => broker.records('signs').length === 4 * partitions);
    for (const { room } of rooms) {
      const own = words(broker.records('signs')).filter((text) => text.startsWith(room));
      expect(own).toEqual(['full', 'free', 'full', 'free'].map((word) => `${room} ${word}`));
    }
  });
});
