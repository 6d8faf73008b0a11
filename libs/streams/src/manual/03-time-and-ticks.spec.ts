import { describe, expect, it } from '@jest/globals';
import { tickKey, TopologyDriver } from '../index';
import { museum } from './museum';

const minute = 60_000;
const visitors = (room: string, change: number, at: number) => ({
  topic: 'visitors',
  key: room,
  value: Buffer.from(String(change)),
  timestamp: at * minute,
});
const seats = (room: string) => ({ topic: 'seats', key: room, value: Buffer.from('100'), timestamp: 0 });
const told = (driver: TopologyDriver<never, never, never> | { outputs: readonly object[] }) =>
  (driver as TopologyDriver<never, never, never>).outputs.map(
    ({ key, value, timestamp }) => `${String(key)} ${String(value)} at ${timestamp / minute}`,
  );

/**
 * 3. Time and ticks.
 *
 * Nothing in a stage looks at a clock. Time is what the records of the stream say it is; where nothing comes, ticks
 * are written into the stream: records with the key `tick`, no value, and a timestamp. So a replay decides what was
 * decided, and a stage that catches up with hours of backlog calls nobody missing who was there in time.
 *
 * A decider has no timers either. `dueAt(memory)` says when it wants to be told the time: a function of what is
 * remembered, which survives whatever the process does not.
 */
describe('time and ticks', () => {
  it('a room is quiet ten minutes after the last visitor, told by a tick', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats('hall'), visitors('hall', 1, 0)]);
    driver.tick(9 * minute);
    expect(told(driver)).toEqual(['tick null at 9']);
    driver.tick(11 * minute);
    // It was due at minute 10, and says so, though the tick came later.
    expect(told(driver).slice(1)).toEqual(['hall quiet at 10', 'tick null at 11']);
  });

  it('a record tells the time to all keys of its partition, before it is told itself', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats('hall'), seats('attic'), visitors('hall', 1, 0), visitors('attic', 1, 12)]);
    expect(told(driver)).toEqual(['hall quiet at 10']);
  });

  it('a visitor in time moves the moment on', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats('hall'), visitors('hall', 1, 0), visitors('hall', 1, 9)]);
    driver.tick(18 * minute);
    expect(told(driver)).toEqual(['tick null at 18']);
  });

  it('ticks are passed on behind what was said, so that the next stage has time, too', () => {
    const driver = new TopologyDriver(museum);
    driver.tick(1 * minute);
    driver.tick(1 * minute);
    const [tick, ...rest] = driver.outputs;
    expect([tick?.topic, String(tick?.key), tick?.value, tick?.timestamp]).toEqual([
      'signs',
      tickKey,
      null,
      minute,
    ]);
    // Time that has been told is not told again.
    expect(rest).toEqual([]);
  });
});
