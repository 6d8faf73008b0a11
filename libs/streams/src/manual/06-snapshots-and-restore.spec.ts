import { describe, expect, it } from '@jest/globals';
import { type MemoryPart, TopologyDriver } from '../index';
import { museum, type Room, seats, visitors, words } from './museum';

const minute = 60_000;

/** Hardly any snapshot is written unless it must be. */
const lazy = { within: 1e12, atMost: 1 };

/**
 * 6. Snapshots and restore.
 *
 * A memory lives in the process. Writing all of it into a changelog with every record, as other runtimes do, would cost
 * more than the work itself. Here a key is written (a snapshot) when it has an output, when a table changed it, and
 * otherwise from time to time. A process that takes over a partition reads the newest snapshot of every key, and then
 * replays the records of the stream that no snapshot covers, silently: they are only seen, since their outputs were
 * written long ago.
 */
describe('snapshots and restore', () => {
  it('what was seen since the last snapshot is recovered from the stream', () => {
    const first = new TopologyDriver(museum, { pace: lazy });
    first.feed(seats('hall', 9));
    first.feed([visitors('hall', 3), visitors('hall', 4)]);
    const kept = first.state();

    // The hall has a snapshot from when its seats became known, and two records that it does not cover.
    const [partition] = kept.partitions;
    expect(partition?.replay.map(({ value }) => String(value))).toEqual(['3', '4']);

    // Another process continues from what was kept.
    const second = new TopologyDriver(museum, { pace: lazy }, kept);
    expect(second.memoryOf('hall').inside).toBe(7);
    expect(second.outputs).toEqual([]);
    expect(words(second.feed(visitors('hall', 2)))).toEqual(['hall full']);
  });

  it('what was said is in a snapshot of the same transaction, so that it is not said twice', () => {
    const first = new TopologyDriver(museum, { pace: lazy });
    first.feed([seats('hall', 2), visitors('hall', 2)]);
    expect(words(first.outputs)).toEqual(['hall full']);

    const second = new TopologyDriver(museum, { pace: lazy }, first.state());
    expect(second.memoryOf('hall').full).toBe(true);
    expect(second.feed(visitors('hall', 1))).toEqual([]);
  });

  it('time is restored as well: what was due is not forgotten, what was said is not said again', () => {
    const first = new TopologyDriver(museum, { pace: lazy });
    first.feed([seats('hall', 9), seats('attic', 9), visitors('hall', 1, 0), visitors('attic', 1, 5)]);
    first.tick(12 * minute);
    expect(words(first.outputs)).toEqual(['hall quiet']);

    const second = new TopologyDriver(museum, { pace: lazy }, first.state());
    second.tick(20 * minute);
    expect(words(second.outputs)).toEqual(['attic quiet']);
  });

  it('what many keys have in common is written once: their snapshots name its number', () => {
    /** A memory whose last bytes, the number of seats, are the same as those of many other rooms. */
    const room: MemoryPart<Room> = {
      name: 'room',
      changedBy: ['stream', 'table', 'output'],
      encode: ({ seats: count, ...own }) => Buffer.from(`${JSON.stringify(own)} ${count} seats`),
      commonFrom: (bytes) => bytes.lastIndexOf('}') + 1,
      decode(bytes) {
        const [own = '', count = ''] = bytes.toString().split(/(?<=}) /);
        return { ...(JSON.parse(own) as Room), seats: parseInt(count, 10) };
      },
    };
    const sized = { ...museum, memory: [room] };
    const first = new TopologyDriver(sized);
    first.feed([seats('hall', 200), seats('attic', 12), seats('cellar', 12)]);
    const kept = [...(first.state().partitions[0]?.snapshots ?? [])];
    const shared = kept.filter(([key]) => key.startsWith('!common/'));
    expect(shared.map(([key, { value }]) => `${key} ${String(value)}`)).toEqual([
      '!common/0  200 seats',
      '!common/1  12 seats',
    ]);

    const second = new TopologyDriver(sized, {}, first.state());
    expect(['attic', 'cellar', 'hall'].map((key) => second.memoryOf(key).seats)).toEqual([12, 12, 200]);
  });

  it('at an eager pace there is nothing left to replay', () => {
    const first = new TopologyDriver(museum, { pace: { within: 1, atMost: 100 } });
    first.feed([seats('hall', 9), visitors('hall', 3)]);
    first.tick(minute);
    first.tick(2 * minute);
    expect(first.state().partitions[0]?.replay).toEqual([]);
  });
});
