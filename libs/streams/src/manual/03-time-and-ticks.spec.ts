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
 * Nothing in a stage looks at a clock. Time is what the records of the stream say it is; where no records come, ticks
 * are written into the stream: records with the key `tick`, no value, and a timestamp. So a replay decides what was
 * decided before, and a stage that catches up with hours of backlog does not report as missing what arrived in time.
 *
 * A decider has no timers either. `dueAt(memory)` says when it next wants a tick: a function of the memory, which
 * survives whatever the process does not.
 */
describe('time and ticks', () => {
  it('a room is quiet ten minutes after the last visitor, which a tick reveals', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats('hall'), visitors('hall', 1, 0)]);
    driver.tick(9 * minute);
    expect(told(driver)).toEqual(['tick null at 9']);
    driver.tick(11 * minute);
    // It was due at minute 10, and its output says so, though the tick came later.
    expect(told(driver).slice(1)).toEqual(['hall quiet at 10', 'tick null at 11']);
  });

  it('a record advances the time of all keys of its partition, before it is processed itself', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats('hall'), seats('attic'), visitors('hall', 1, 0), visitors('attic', 1, 12)]);
    expect(told(driver)).toEqual(['hall quiet at 10']);
  });

  it('a visitor in time postpones the moment', () => {
    const driver = new TopologyDriver(museum);
    driver.feed([seats('hall'), visitors('hall', 1, 0), visitors('hall', 1, 9)]);
    driver.tick(18 * minute);
    expect(told(driver)).toEqual(['tick null at 18']);
  });

  it('ticks are passed on behind the outputs, so that the next stage has time, too', () => {
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
    // Time that has already passed does not pass again.
    expect(rest).toEqual([]);
  });
});
