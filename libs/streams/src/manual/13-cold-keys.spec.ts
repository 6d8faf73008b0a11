import { describe, expect, it } from '@jest/globals';
import { TopologyDriver } from '../index';
import { museum, seats, visitors, words } from './museum';

const minute = 60_000;
const rooms = Array.from({ length: 100 }, (_, i) => `room ${i}`);

/** Snapshots of everything that has changed, with every transaction. */
const eager = { within: 1, atMost: 1_000 };

/**
 * 13. Cold keys.
 *
 * Most keys are accessed once a minute or less, and the memory of a key is many objects. What is in a snapshot anyway
 * can be held as its bytes, in a few large buffers. Such a key is cold. It becomes warm when a record of it arrives, or
 * when it is due; beyond a limit, keys that were just snapshotted become cold again. The outputs do not show the
 * difference.
 */
describe('cold keys', () => {
  /** A day in the museum: everybody comes and goes, and some rooms stay empty. */
  const day = (driver: ReturnType<typeof open>): readonly string[] => {
    driver.feed(rooms.map((room) => seats(room, 3)));
    for (let hour = 1; hour <= 8; hour += 1) {
      for (const [i, room] of rooms.entries()) {
        if (i % hour === 0) driver.feed(visitors(room, i % 3 === 0 ? 2 : -1, hour * 60));
      }
      driver.tick((hour * 60 + 30) * minute);
    }
    return words(driver.outputs);
  };
  const open = (warmKeys: number) => new TopologyDriver(museum, { pace: eager, warmKeys });

  it('have the same outputs as warm ones', () => {
    const said = day(open(Infinity));
    expect(said.length).toBeGreaterThan(100);
    for (const warmKeys of [0, 1, 10]) expect(day(open(warmKeys))).toEqual(said);
  });

  it('are all that a restart has at first', () => {
    const first = open(Infinity);
    const said = day(first);
    const kept = first.state();
    const second = new TopologyDriver(museum, { pace: eager }, kept);
    expect([second.keys, second.coldKeys]).toEqual([100, 100]);
    // A visitor finds a room as it was left.
    second.feed(visitors('room 1', 1, 9 * 60));
    expect([second.keys, second.coldKeys]).toEqual([100, 99]);
    first.feed(visitors('room 1', 1, 9 * 60));
    expect(words(second.outputs)).toEqual(words(first.outputs).slice(said.length));
    expect(second.memoryOf('room 1')).toEqual(first.memoryOf('room 1'));
  });
});
