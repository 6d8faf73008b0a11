import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryLog, type RunningTopology, runTopology } from '../index';
import { eventually, museum, museumBroker, put, quick, words } from './museum';

const place = (topic: string) => ({ topic, partition: 0 });

/**
 * 5. Transactions.
 *
 * A task is a fixed set of partitions. It gathers the records that have arrived, feeds them to its folds, and writes
 * everything that follows in one transaction: the outputs, the snapshots of its memory, the dead letters, and the
 * offsets it has read up to. Either all of it is written or nothing is, and readers of committed data see it only then.
 * So there is no moment at which an output was written but its input would be read again.
 */
describe('transactions', () => {
  let stage: RunningTopology | undefined;
  afterEach(async () => stage?.stop());

  it('hold outputs, memory and offsets together', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '2');
    put(broker, 'visitors', 'hall', '2');
    stage = await runTopology(museum, new MemoryLog(broker), { settings: quick });
    await eventually(() => broker.committed('museum', place('visitors')) === 1);

    // The output ...
    expect(words(broker.records('signs'))).toEqual(['hall full']);
    // ... the memory that remembers having said it ...
    const snapshots = words(broker.records('museum-snapshots'));
    expect(snapshots.some((text) => text.includes('"full":true'))).toBe(true);
    // ... and where to continue reading, for a group named after the stage.
    expect(broker.committed('museum', place('seats'))).toBe(1);
    // Where a transaction ended in a partition, the log keeps a marker that is not for readers.
    expect(broker.entries(place('signs')).at(-1)).toBeNull();
  });

  it('have one writer each: a task writes to the partitions that it reads, and no other does', async () => {
    const broker = museumBroker(2);
    for (const partition of [0, 1]) {
      put(broker, 'seats', `room-${partition}`, '1', { partition });
      put(broker, 'visitors', `room-${partition}`, '1', { partition });
    }
    stage = await runTopology(museum, new MemoryLog(broker), { settings: quick });
    await eventually(() => broker.records('signs').length === 2);
    expect(broker.records('signs').map(({ partition, key }) => `${partition} ${String(key)}`)).toEqual([
      '0 room-0',
      '1 room-1',
    ]);
  });

  it('that fail leave nothing: the task starts over from what is committed', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '2');
    put(broker, 'visitors', 'hall', '2');
    let failures = 2;
    const log = new MemoryLog(broker);
    const open = log.openWriter.bind(log);
    log.openWriter = async (id) => {
      const writer = await open(id);
      return {
        close: () => writer.close(),
        commit: async (transaction) => {
          failures -= 1;
          if (failures >= 0) throw new Error('the network is away');
          await writer.commit(transaction);
        },
      };
    };
    stage = await runTopology(museum, log, { settings: quick });
    await eventually(() => broker.records('signs').length > 0);
    expect(words(broker.records('signs'))).toEqual(['hall full']);
  });
});
