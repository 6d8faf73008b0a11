import { afterEach, describe, expect, it } from '@jest/globals';
import { type Meter, MemoryLog, type RunningTopology, runTopology, silentMeter } from '../index';
import { eventually, museum, museumBroker, put, quick, words } from './museum';

/**
 * 12. Standbys.
 *
 * A process that takes over a partition restores it first: with a million keys that takes a while. A process can keep
 * copies of the partitions that it does not own, so that only the rest is left to do. There is little to it: a restore
 * reads what is committed and changes nothing, so it can begin while another process still owns the partition, advance
 * as often as that one commits, and be finished by the process that has the writer then. A standby is an unfinished
 * restore.
 *
 * It costs what the tasks themselves cost, in memory and in reading; it decides nothing and writes nothing. A standby
 * that fails is discarded and started over after a while; without it a takeover takes longer, nothing more.
 */
describe('standbys', () => {
  const running: RunningTopology[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((stage) => stage.stop().catch(() => undefined)));
  });

  /** A process with standbys, and what it read to restore: records, and whether a standby had begun. */
  const start = async (log: MemoryLog) => {
    const restored: { readonly records: number; readonly warm: boolean }[] = [];
    const standbys = { warm: 0 };
    const meter: Meter = {
      ...silentMeter,
      restored: (records, _seconds, warm) => void restored.push({ records, warm }),
      standby: (_following, warm) => (standbys.warm = warm),
    };
    const settings = { ...quick, standby: true, standbyEvery: 5 };
    const stage = await runTopology(museum, log, { settings, meter });
    running.push(stage);
    return { stage, restored, standbys };
  };

  it('have read nearly everything when their partition arrives', async () => {
    const broker = museumBroker(1);
    const doomed = new MemoryLog(broker);
    await start(doomed);
    put(broker, 'seats', 'hall', '1000');
    for (let visitor = 0; visitor < 999; visitor += 1) put(broker, 'visitors', 'hall', '1');
    const place = { topic: 'visitors', partition: 0 };
    await eventually(() => broker.committed('museum', place) === 999);

    const second = await start(new MemoryLog(broker));
    await eventually(() => second.standbys.warm === 1);
    doomed.kill();
    await eventually(() => second.restored.length === 1);
    expect(second.restored[0]?.warm).toBe(true);
    expect(second.restored[0]?.records).toBeLessThan(10);

    // The hall is as full as it was: one more visitor, and it is full.
    put(broker, 'visitors', 'hall', '1');
    await eventually(() => broker.records('signs').length > 0);
    expect(words(broker.records('signs'))).toEqual(['hall full']);
  });

  it('are started by a process that loses a partition, so that it can return as fast', async () => {
    const broker = museumBroker(2);
    const first = await start(new MemoryLog(broker));
    put(broker, 'seats', 'hall', '5', { partition: 1 });
    put(broker, 'visitors', 'hall', '5', { partition: 1 });
    await eventually(() => broker.records('signs').length === 1);

    const doomed = new MemoryLog(broker);
    await start(doomed);
    await eventually(() => first.stage.partitions.length === 1 && first.standbys.warm === 1);
    doomed.kill();
    await eventually(() => first.stage.partitions.length === 2 && first.stage.ready());
    expect(first.restored.map(({ warm }) => warm)).toEqual([false, false, true]);

    put(broker, 'visitors', 'hall', '-1', { partition: 1 });
    await eventually(() => broker.records('signs').length === 2);
    expect(words(broker.records('signs'))).toEqual(['hall full', 'hall free']);
  });
});
