import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryLog, type RunningTopology, runTopology } from '../index';
import { eventually, museum, museumBroker, put, quick, words } from './museum';

/**
 * 4. Tables.
 *
 * An input is a stream or a table. A stream is what happens; a table is what must be known about it, such as how many
 * seats a room has: the newest record of each key counts. A stage reads its tables to their current end before it
 * starts with its stream, and reads later changes of the tables before it continues with the stream.
 *
 * There is no order between two topics, so a visitor may be read before the seats of the room. `ready` says whether the
 * memory knows enough; if not, the tables are read to their end at that moment, and the input is then processed in any
 * case.
 */
describe('tables', () => {
  let stage: RunningTopology | undefined;
  afterEach(async () => stage?.stop());

  it('are read before the stream', async () => {
    const broker = museumBroker(1);
    put(broker, 'visitors', 'hall', '3');
    put(broker, 'seats', 'hall', '3');
    stage = await runTopology(museum, new MemoryLog(broker), { settings: quick });
    await eventually(() => broker.records('signs').length > 0);
    expect(words(broker.records('signs'))).toEqual(['hall full']);
  });

  it('are waited for by an input that needs them', async () => {
    const broker = museumBroker(1);
    stage = await runTopology(museum, new MemoryLog(broker), { settings: quick });
    for (const room of ['hall', 'attic', 'cellar']) {
      put(broker, 'seats', room, '2');
      put(broker, 'visitors', room, '2');
    }
    await eventually(() => broker.records('signs').length === 3);
    expect(words(broker.records('signs'))).toEqual(['hall full', 'attic full', 'cellar full']);
  });

  it('are committed in portions: none is too long for one transaction', async () => {
    const broker = museumBroker(1);
    for (let room = 0; room < 2_000; room += 1) put(broker, 'seats', `room ${room}`, '3');
    const log = new MemoryLog(broker);
    const sizes: number[] = [];
    const openWriter = log.openWriter.bind(log);
    log.openWriter = async (id) => {
      const writer = await openWriter(id);
      return {
        close: () => writer.close(),
        commit: async (transaction) => {
          sizes.push(transaction.appends.reduce((sum, { records }) => sum + records.length, 0));
          await writer.commit(transaction);
        },
      };
    };
    const batchRecords = 500;
    stage = await runTopology(museum, log, { settings: { ...quick, batchRecords } });
    await eventually(() => broker.committed('museum', { topic: 'seats', partition: 0 }) === 2_000);
    // Plus what one chunk of the read adds, and the record of where the partition stands.
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * batchRecords + 1);
  });

  it('change the memory, and have no outputs unless the decider says so', async () => {
    const broker = museumBroker(1);
    put(broker, 'seats', 'hall', '9');
    put(broker, 'visitors', 'hall', '3');
    stage = await runTopology(museum, new MemoryLog(broker), { settings: quick });
    await eventually(() => broker.committed('museum', { topic: 'visitors', partition: 0 }) === 1);
    put(broker, 'seats', 'hall', '3');
    await eventually(() => broker.committed('museum', { topic: 'seats', partition: 0 }) === 2);
    expect(broker.records('signs')).toEqual([]);
    put(broker, 'visitors', 'hall', '0');
    await eventually(() => broker.records('signs').length > 0);
    expect(words(broker.records('signs'))).toEqual(['hall full']);
  });
});
