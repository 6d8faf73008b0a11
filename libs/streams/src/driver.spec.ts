import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { counting } from './counting';
import { type DriverRecord, TopologyDriver } from './driver';
import type { LogRecord } from './topology';

const amount = (key: string, value: number | string, timestamp: number, partition = 0): DriverRecord => ({
  topic: 'amounts',
  partition,
  key,
  value: Buffer.from(String(value)),
  timestamp,
});
const stepOf = (key: string, step: number, partition = 0): DriverRecord => ({
  topic: 'steps',
  partition,
  key,
  value: Buffer.from(String(step)),
  timestamp: 0,
});
const tick = (timestamp: number, partition = 0): DriverRecord => ({
  topic: 'amounts',
  partition,
  key: 'tick',
  timestamp,
});
const told = (records: readonly LogRecord[]): string[] =>
  records.map(({ key, value, timestamp }) => `${String(key)} ${String(value)} @${timestamp}`);
const said = (records: readonly LogRecord[]): string[] => told(records.filter(({ value }) => value !== null));

describe('a driver', () => {
  it('processes inputs in order and returns what was written', () => {
    const driver = new TopologyDriver(counting(''));
    expect(driver.feed([stepOf('a', 10), amount('a', 4, 1_000)])).toEqual([]);
    expect(told(driver.feed(amount('a', 7, 2_000)))).toEqual([
      'a {"kind":"passed","sum":11,"at":2000} @2000',
    ]);
    expect(driver.memoryOf('a').sum).toBe(11);
  });

  it('fires timers at their own time, in order, before the record that moved the clock', () => {
    const driver = new TopologyDriver(counting(''));
    driver.feed([stepOf('a', 10), stepOf('b', 10), amount('b', 1, 1_000), amount('a', 1, 1_000)]);
    expect(said(driver.feed(amount('b', 10, 6_000)))).toEqual([
      'a {"kind":"quiet","times":1,"at":6000} @6000',
      'b {"kind":"quiet","times":1,"at":6000} @6000',
      'b {"kind":"passed","sum":11,"at":6000} @6000',
    ]);
  });

  it('fires a timer as often as it is due, each time at its own time', () => {
    const driver = new TopologyDriver(counting(''));
    driver.feed([stepOf('a', 10), amount('a', 1, 0)]);
    expect(said(driver.tick(16_000))).toEqual([
      'a {"kind":"quiet","times":1,"at":5000} @5000',
      'a {"kind":"quiet","times":3,"at":15000} @15000',
    ]);
  });

  it('fires a timer that moves on however often it is due: the clock may have stood still for days', () => {
    const driver = new TopologyDriver(counting(''));
    driver.feed([stepOf('a', 10), amount('a', 1, 0)]);
    expect(said(driver.tick(10_000_000)).at(-1)).toBe(
      'a {"kind":"quiet","times":1999,"at":9995000} @9995000',
    );
    expect(said(driver.tick(10_005_000))).toEqual([
      'a {"kind":"quiet","times":2001,"at":10005000} @10005000',
    ]);
  });

  it('fires the timers of cold keys like those of warm ones, however many there are', () => {
    const pace = { within: 0.001, atMost: 1e9 };
    const keys = Array.from({ length: 12_000 }, (_, i) => `key-${(i * 7_919) % 12_000}`);
    const night = (warmKeys: number): readonly string[] => {
      const driver = new TopologyDriver(counting(''), { warmKeys, pace, dueAtOnce: 1e9 });
      driver.feed(keys.map((key) => stepOf(key, 10)));
      keys.forEach((key, i) => driver.feed(amount(key, 1, Math.floor(i / 3))));
      driver.tick(3_999);
      expect(driver.coldKeys).toBe(warmKeys === 0 ? keys.length : 0);
      return said(driver.tick(30_000));
    };
    expect(night(0)).toEqual(night(Infinity));
  });

  it('passes a tick on after what was said before it, and one for several ticks without outputs in between', () => {
    const driver = new TopologyDriver(counting(''));
    driver.feed([stepOf('a', 10)]);
    expect(told(driver.feed([tick(1), tick(2), amount('a', 10, 3), tick(4), tick(4), tick(3)]))).toEqual([
      'tick null @2',
      'a {"kind":"passed","sum":10,"at":3} @3',
      'tick null @4',
    ]);
  });

  it('dead-letters what it cannot read, with origin and reason, and continues', () => {
    const driver = new TopologyDriver(counting(''));
    driver.feed([stepOf('a', 10), amount('a', 'x', 1), amount('a', 13, 2), amount('a', 10, 3)]);
    expect(driver.outputs).toHaveLength(1);
    expect(
      driver.deadLetters.map(({ topic, value, headers }) => [
        topic,
        String(value),
        headers['__connect.errors.exception.class.name'],
        headers['__connect.errors.topic'],
        headers['__connect.errors.offset'],
      ]),
    ).toEqual([
      ['dead-letters.counting', 'x', 'not-a-number', 'amounts', '0'],
      ['dead-letters.counting', '13', 'decide-failed', 'amounts', '1'],
    ]);
  });

  it('counts notes and skips by reason', () => {
    const driver = new TopologyDriver(counting(''));
    driver.feed([stepOf('a', 10), amount('a', 99, 1), amount('a', -1, 2)]);
    expect([...driver.notes]).toEqual([['odd', 1]]);
    expect([...driver.skipped]).toEqual([['negative', 1]]);
  });

  it('does not read a topic that is not an input', () => {
    expect(() => new TopologyDriver(counting('')).feed({ topic: 'other', timestamp: 0 })).toThrow(
      'counting does not read other',
    );
  });
});

const input: fc.Arbitrary<readonly [string, string | number | null]> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(1, 3, 5, 13, 99, -1)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constant('x')) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('tick'), fc.constant(null)) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('step-a', 'step-b', 'step-c'), fc.constantFrom(0, 4, 7)) },
);

/**
 * Time between two records, ms: often such that several keys are due at the instant of a record; now and then so long
 * that they are due many times.
 */
const after = fc.oneof(
  { weight: 4, arbitrary: fc.nat(4_000) },
  { weight: 5, arbitrary: fc.constantFrom(0, 1_000, 2_500, 5_000) },
  { weight: 1, arbitrary: fc.integer({ min: 4_000, max: 40_000 }) },
);

const history = fc
  .array(fc.record({ what: input, after, partition: fc.nat(1) }), { maxLength: 60 })
  .map((list) => {
    let now = 0;
    const steps = ['a', 'b', 'c'].flatMap((key) => [0, 1].map((partition) => stepOf(key, 7, partition)));
    const rest = list.map(({ what: [key, value], after, partition }): DriverRecord => {
      now += after;
      if (key.startsWith('step-')) return stepOf(key.slice(5), Number(value), partition);
      return value === null ? tick(now, partition) : amount(key, value, now, partition);
    });
    return [...steps, ...rest];
  });

/** Cuts a list into pieces at random places. */
const pieces = <T>(list: readonly T[], cuts: readonly number[]): (readonly T[])[] => {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (list.length + 1)), list.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, i) => list.slice(places[i], end));
};

/** All outputs per partition, without ticks: how many of those are passed on depends on the transactions. */
const perPartition = (driver: {
  outputs: readonly LogRecord[];
  deadLetters: readonly LogRecord[];
}): string[][] =>
  [0, 1].flatMap((p) => [
    said(driver.outputs.filter(({ partition }) => partition === p)),
    said(driver.deadLetters.filter(({ partition }) => partition === p)),
  ]);

const undisturbed = (records: readonly DriverRecord[]): TopologyDriver<unknown, unknown, unknown> => {
  const driver = new TopologyDriver(counting(''), { partitions: 2 });
  for (const record of records) driver.feed(record);
  return driver as unknown as TopologyDriver<unknown, unknown, unknown>;
};

// Random histories take a while on a busy machine.
jest.setTimeout(60_000);

describe('whatever happens, the outputs are the same', () => {
  it('in any batching', () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(100)), (records, cuts) => {
        const driver = new TopologyDriver(counting(''), { partitions: 2 });
        for (const piece of pieces(records, cuts)) driver.feed(piece);
        expect(perPartition(driver)).toEqual(perPartition(undisturbed(records)));
      }),
    );
  });

  it('with a kill before any commit, at any pace of snapshots', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.nat(100)),
        fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
        fc.constantFrom({ within: 1, atMost: 1 }, { within: 5_000, atMost: 10 }, { within: 1e12, atMost: 1 }),
        (records, cuts, kills, pace) => {
          const driver = new TopologyDriver(counting(''), { partitions: 2, pace });
          pieces(records, cuts).forEach((piece, index) => {
            if (kills[index]) driver.crash(piece);
            driver.feed(piece);
          });
          expect(perPartition(driver)).toEqual(perPartition(undisturbed(records)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('with a commit after any timer, and a kill after any of these commits', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.nat(100)),
        fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }),
        fc.constantFrom({ within: 1, atMost: 1 }, { within: 5_000, atMost: 10 }, { within: 1e12, atMost: 1 }),
        fc.record({ dueAtOnce: fc.integer({ min: 1, max: 3 }), warmKeys: fc.constantFrom(0, 1, 9) }),
        (records, cuts, commits, pace, bounds) => {
          const driver = new TopologyDriver(counting(''), { partitions: 2, pace, ...bounds });
          pieces(records, cuts).forEach((piece, index) => {
            driver.feed(driver.crash(piece, commits[index]));
          });
          expect(perPartition(driver)).toEqual(perPartition(undisturbed(records)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('with a commit between two timers of one instant, which is that of a record, and a kill after it', () => {
    const records = [stepOf('a', 10), stepOf('b', 10), stepOf('c', 10)];
    const rest = [
      amount('c', 1, 0),
      amount('a', 1, 1_000),
      amount('b', 1, 1_000),
      amount('c', 1, 2_000),
      amount('b', 1, 6_000),
    ];
    const driver = new TopologyDriver(counting(''), { dueAtOnce: 1, pace: { within: 1e12, atMost: 0 } });
    driver.feed(records);
    rest.forEach((record) => driver.feed(driver.crash(record, 1)));
    expect(said(driver.outputs)).toEqual([
      'a {"kind":"quiet","times":1,"at":6000} @6000',
      'b {"kind":"quiet","times":1,"at":6000} @6000',
    ]);
  });

  it('in a new driver that continues from the state of the old one', () => {
    fc.assert(
      fc.property(history, fc.nat(60), (records, cut) => {
        const first = new TopologyDriver(counting(''), { partitions: 2 });
        first.feed(records.slice(0, cut));
        const second = new TopologyDriver(counting(''), { partitions: 2 }, first.state());
        second.feed(records.slice(cut));
        const both = {
          outputs: [...first.outputs, ...second.outputs],
          deadLetters: [...first.deadLetters, ...second.deadLetters],
        };
        expect(perPartition(both)).toEqual(perPartition(undisturbed(records)));
      }),
    );
  });
});

describe('snapshots', () => {
  it('bear the time of the partition: a broker refuses those of a processor whose clock is far ahead', () => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(10_800_000);
    const driver = new TopologyDriver(counting(''));
    driver.feed([stepOf('a', 10), amount('a', 12, 5_000)]);
    clock.mockRestore();
    const [kept] = driver.state().partitions;
    expect([...kept!.snapshots.values()].map(({ timestamp }) => timestamp)).toEqual([5_000, 5_000]);
  });
});

describe('a reader that depends on more than the bytes', () => {
  /**
   * The counting stage, which at times lacks what it needs to read the records of some writer: a schema that is not
   * known yet.
   */
  const forgetful = (lacks: () => boolean) => {
    const topology = counting('');
    const [amounts, ...others] = topology.inputs;
    const read: NonNullable<typeof amounts>['read'] = (record, clock) =>
      record.headers['writer'] !== undefined && lacks()
        ? { kind: 'dead', reason: 'unknown-schema', detail: 'nobody knows it', key: String(record.key) }
        : amounts!.read(record, clock);
    return { ...topology, inputs: [{ ...amounts!, read }, ...others] };
  };
  const foreign = (value: number, timestamp: number) => ({
    ...amount('a', value, timestamp),
    headers: { writer: 'b' },
  });
  const slow = { pace: { within: 1e9, atMost: 0 } };

  it('does not find in a replay what it has dead-lettered', () => {
    let lacks = true;
    const topology = forgetful(() => lacks);
    const driver = new TopologyDriver(topology, slow);
    for (const record of [stepOf('a', 10), amount('a', 2, 1_000), foreign(3, 2_000)]) driver.feed(record);
    lacks = false;
    expect(driver.deadLetters).toHaveLength(1);
    expect(new TopologyDriver(topology, slow, driver.state()).memoryOf('a').sum).toBe(2);
  });

  it('does not continue without what it has processed', () => {
    let lacks = false;
    const topology = forgetful(() => lacks);
    const driver = new TopologyDriver(topology, slow);
    for (const record of [stepOf('a', 10), amount('a', 2, 1_000), foreign(3, 2_000)]) driver.feed(record);
    lacks = true;
    const restored = () => new TopologyDriver(topology, slow, driver.state());
    expect(restored).toThrow('amounts/0@1 was processed, and cannot be read');
  });
});

describe('a decider that throws on a tick', () => {
  /** The counting stage, whose decider throws when a key with a sum of 3 has been quiet. */
  const failing = () => {
    const topology = counting('');
    const { decider } = topology;
    const decide: typeof decider.decide = (input, memory, before) => {
      if (input.kind === 'tick' && memory.sum === 3) throw new Error('three');
      return decider.decide(input, memory, before);
    };
    return { ...topology, decider: { ...decider, decide } };
  };

  it('has let that time pass, and receives the next one', () => {
    const driver = new TopologyDriver(failing());
    driver.feed([stepOf('a', 10), stepOf('b', 10), amount('a', 3, 0), amount('b', 1, 0), tick(5_000)]);
    expect(said(driver.outputs)).toEqual(['b {"kind":"quiet","times":1,"at":5000} @5000']);
    expect([...driver.notes]).toEqual([['timer-failed', 1]]);
    expect(driver.memoryOf('a')).toMatchObject({ quiet: 1, due: 10_000 });
  });

  it('reaches the same memory in a replay, which does not decide', () => {
    const slow = { pace: { within: 1e12, atMost: 0 } };
    const driver = new TopologyDriver(failing(), slow);
    driver.feed([stepOf('a', 10), stepOf('b', 10), amount('b', 1, 0), amount('a', 3, 0)]);
    driver.tick(17_000);
    driver.tick(18_000);
    const { sum, quiet, due } = driver.memoryOf('a');
    expect({ sum, quiet, due }).toEqual({ sum: 3, quiet: 3, due: 20_000 });
    expect(new TopologyDriver(failing(), slow, driver.state()).memoryOf('a')).toEqual(driver.memoryOf('a'));
  });
});
