import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { counting } from './counting';
import { TopologyDriver } from './driver';
import type { Feed, Reader } from './log';
import { MemoryBroker } from './memory-broker';
import { silentLogger } from './logger';
import { MemoryLog } from './memory-log';
import { type Meter, silentMeter } from './meter';
import { type RunningTopology, runTopology } from './run-topology';
import { defaultRunSettings } from './run-settings';
import { Standbys } from './standbys';
import type { LogRecord } from './topology';

jest.setTimeout(60_000);

const partitions = 4;
const topology = counting('');
const settings = { tasks: 4, linger: 1, callTimeout: 2_000, standby: true, standbyEvery: 5 };
const keys = 'abcdefgh';

const running: RunningTopology[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((stage) => stage.stop().catch(() => undefined)));
});

const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));
const eventually = async (what: () => boolean): Promise<void> => {
  for (const deadline = Date.now() + 30_000; !what(); await sleep(5)) {
    if (Date.now() > deadline) throw new Error('the condition did not hold within 30 s');
  }
};

/** The log of the counting stage, with steps for all keys. */
const openBroker = (): MemoryBroker => {
  const broker = new MemoryBroker();
  for (const topic of ['amounts', 'steps', 'sums', 'counting-snapshots', 'dead-letters.counting']) {
    broker.create(topic, partitions);
  }
  for (const key of keys) produce(broker, 'steps', key, '5', 0);
  return broker;
};

const produce = (
  broker: MemoryBroker,
  topic: string,
  key: string,
  value: string,
  timestamp: number,
): void => {
  const partition = key.charCodeAt(0) % partitions;
  broker.append([{ topic, partition, records: [{ topic, key, value: Buffer.from(value), timestamp }] }]);
};

/** A process with standbys, with its measurements. */
interface Process {
  readonly log: MemoryLog;
  readonly restored: { readonly records: number; readonly warm: boolean }[];
  lost: number;
}

const start = async (log: MemoryLog): Promise<Process & { readonly stage: RunningTopology }> => {
  const seen: Process = { log, restored: [], lost: 0 };
  const meter: Meter = {
    ...silentMeter,
    restored: (records, _seconds, warm) => void seen.restored.push({ records, warm }),
    standbyLost: () => (seen.lost += 1),
  };
  const stage = await runTopology(topology, log, { settings, meter });
  running.push(stage);
  return Object.assign(seen, { stage });
};

const committed = (broker: MemoryBroker): boolean =>
  Array.from({ length: partitions }, (_, partition) => ({ topic: 'amounts', partition })).every(
    (place) => broker.entries(place).length === (broker.committed('counting', place) ?? 0),
  );

const said = (records: readonly LogRecord[]): string[] =>
  records
    .filter(({ value }) => value !== null)
    .sort((a, b) => a.partition - b.partition)
    .map(({ partition, key, value }) => `${partition} ${String(key)} ${String(value)}`);

const undisturbed = (broker: MemoryBroker): string[] => {
  const driver = new TopologyDriver(topology, { partitions });
  driver.feed([...broker.records('steps'), ...broker.records('amounts')]);
  return said(driver.outputs);
};

describe('standbys', () => {
  it('leave the outputs the same when processes are killed, join and leave', async () => {
    const broker = openBroker();
    const all = [await start(new MemoryLog(broker)), await start(new MemoryLog(broker))];
    let alive = [...all];
    for (let round = 0; round < 12; round += 1) {
      for (let i = 0; i < 60; i += 1) {
        produce(broker, 'amounts', keys[i % 8] ?? '', String((i + round) % 14), round * 3_000 + i * 10);
      }
      await sleep(10 + ((round * 7) % 30));
      if (round % 3 === 2) await alive[0]?.stage.stop();
      else alive[0]?.log.kill();
      const next = await start(new MemoryLog(broker));
      all.push(next);
      alive = [...alive.slice(1), next];
    }
    await eventually(() => committed(broker));
    expect(said(broker.records('sums'))).toEqual(undisturbed(broker));
    expect(all.some(({ restored }) => restored.some(({ warm }) => warm))).toBe(true);
    // A killed process can read nothing any more.
    expect(alive.map(({ lost }) => lost)).toEqual([0, 0]);
  });

  it('have read nearly everything when the other process dies', async () => {
    const broker = openBroker();
    const first = await start(new MemoryLog(broker));
    for (let i = 0; i < 4_000; i += 1) produce(broker, 'amounts', keys[i % 8] ?? '', '1', i);
    await eventually(() => committed(broker));
    const second = await start(new MemoryLog(broker));
    await eventually(() => second.stage.partitions.length === 2);
    await sleep(200);
    const before = second.restored.length;
    first.log.kill();
    await eventually(() => second.restored.length === before + 2 && second.stage.ready());
    const taken = second.restored.slice(before);
    expect(taken.map(({ warm }) => warm)).toEqual([true, true]);
    for (const { records } of taken) expect(records).toBeLessThan(10);
  });

  it('are warm before a new process joins those that are at work', async () => {
    const broker = openBroker();
    await start(new MemoryLog(broker));
    let time = 0;
    const traffic = setInterval(() => {
      time += 1;
      for (const key of keys) produce(broker, 'amounts', key, '1', time);
    }, 3);
    try {
      await eventually(() => time > 50);
      const second = await start(new MemoryLog(broker));
      expect(second.stage.partitions).toEqual([]);
      await eventually(() => second.stage.partitions.length === 2 && second.stage.ready());
      expect(second.restored.map(({ warm }) => warm)).toEqual([true, true]);
    } finally {
      clearInterval(traffic);
    }
    await eventually(() => committed(broker));
    expect(said(broker.records('sums'))).toEqual(undisturbed(broker));
  });

  it('do not keep a process alive that is stopped meanwhile', async () => {
    const broker = openBroker();
    const second = await start(new MemoryLog(broker));
    await second.stage.stop();
    expect(second.stage.partitions).toEqual([]);
    expect(second.stage.ready()).toBe(false);
  });

  it('harm nothing when they cannot read: the task is restored from scratch', async () => {
    const broker = openBroker();
    const first = await start(new MemoryLog(broker));
    for (let i = 0; i < 400; i += 1) produce(broker, 'amounts', keys[i % 8] ?? '', '1', i);
    await eventually(() => committed(broker));
    const hindered = new MemoryLog(broker);
    const openReader = hindered.openReader.bind(hindered);
    let readers = 0;
    // The second reader of a process is that of its standbys.
    hindered.openReader = async () => ((readers += 1) === 2 ? withGaps(await openReader()) : openReader());
    const second = await start(hindered);
    await eventually(() => second.lost > 0);
    first.log.kill();
    await eventually(() => second.stage.partitions.length === 4 && second.stage.ready());
    expect(second.restored.some(({ warm }) => warm)).toBe(false);
    for (const key of keys) produce(broker, 'amounts', key, '5', 1_000);
    await eventually(() => committed(broker));
    expect(said(broker.records('sums'))).toEqual(undisturbed(broker));
  });

  it('start over in a while, wherever the clock is set meanwhile', async () => {
    const broker = openBroker();
    const first = await start(new MemoryLog(broker));
    await eventually(() => broker.records('counting-snapshots').length > 0);
    first.log.kill();
    let [time, lost] = [Date.now(), 0];
    const log = new MemoryLog(broker);
    const standbys = new Standbys({
      topology,
      log,
      reader: withGaps(await log.openReader()),
      group: 'counting',
      settings: { ...defaultRunSettings, ...settings },
      logger: silentLogger,
      meter: { ...silentMeter, standbyLost: () => (lost += 1) },
      now: () => time,
      random: () => 0,
      warmKeys: () => Infinity,
      wanted: () => [0],
      idle: () => true,
    });
    await eventually(() => lost === 1);
    time -= 3_600_000;
    await eventually(() => lost === 2);
    await standbys.stop();
  });
});

/** A reader whose topics always have gaps. */
function withGaps(reader: Reader): Reader {
  return {
    close: () => reader.close(),
    follow: (from, listener): Feed => {
      listener.gap(from.offset, from.offset + 1);
      return reader.follow(from, listener);
    },
  };
}
