import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Thaw } from './adoption';
import { counting, type CountInput, type CountMemory, type CountOutput } from './counting';
import { type DriverRecord, TopologyDriver } from './driver';
import { MemoryBroker } from './memory-broker';
import { MemoryLog } from './memory-log';
import { Restoration } from './restoration';
import { tickKey } from './tick';
import type { LogRecord, MemoryPart, OutRecord, Topology } from './topology';

type Counting = Topology<CountMemory, CountInput, CountOutput>;

const whole = counting('');
const part = (
  name: string,
  changedBy: MemoryPart<CountMemory>['changedBy'],
  fields: readonly (keyof CountMemory)[],
): MemoryPart<CountMemory> => ({
  name,
  changedBy,
  encode: (memory) => Buffer.from(JSON.stringify(Object.fromEntries(fields.map((f) => [f, memory[f]])))),
  decode: (bytes, memory) => ({ ...memory, ...(JSON.parse(String(bytes)) as Partial<CountMemory>) }),
});
/** The same stage with a memory in three parts, each changed by something else. */
const parted: Counting = {
  ...whole,
  memory: [
    part('step', ['table'], ['step']),
    part('seen', ['stream', 'table'], ['sum', 'due', 'quiet']),
    part('said', ['output', 'table'], ['told']),
  ],
};

/** The end of each part is a separate record, for all keys that share it. */
const shared: Counting = {
  ...parted,
  memory: parted.memory.map((one) => ({ ...one, commonFrom: ({ length }) => length >> 1 })),
};

/** Only the numbers of the steps are shared. */
const steps: Counting = {
  ...parted,
  memory: parted.memory.map((one) =>
    one.name === 'step' ? { ...one, commonFrom: (bytes) => bytes.indexOf(':') + 1 } : one,
  ),
};

const snapshots = { topic: 'counting-snapshots', partition: 0 };
const host = { stopped: () => false, moved: () => undefined };

/** One partition of the counting stage, one owner at a time, and standbys; the log is in memory. */
class Story {
  readonly broker = new MemoryBroker();
  private readonly log = new MemoryLog(this.broker);
  private readonly inputs: DriverRecord[] = [];
  private readonly ends: number[] = [0];
  private time = 1_000;
  private now = 0;
  private standby: Promise<Restoration<CountMemory, CountInput, CountOutput>>;
  private owner: Promise<Restoration<CountMemory, CountInput, CountOutput>>;

  constructor(
    private topology: Counting,
    private readonly warmKeys = Infinity,
    private readonly dueAtOnce = Infinity,
  ) {
    for (const topic of ['amounts', 'steps', 'sums', snapshots.topic, 'dead-letters.counting']) {
      this.broker.create(topic, 1);
    }
    this.standby = this.fresh();
    this.owner = this.fresh().then(async (restoration) => {
      await restoration.finish(host);
      return restoration;
    });
  }

  /** A record arrives, and the owner learns of it. */
  async input(topic: string, key: string, value: string | null, passes: number): Promise<void> {
    this.time += passes;
    const bytes = value === null ? null : Buffer.from(value);
    const record = { topic, key, value: bytes, timestamp: this.time };
    this.inputs.push(record);
    this.broker.append([{ topic, partition: 0, records: [record] }]);
    this.tellOwner(await this.owner);
  }

  async commit(passes: number): Promise<void> {
    this.now += passes;
    const { fold } = await this.owner;
    const effects = fold.take(this.now);
    if (effects === undefined) return;
    const { records, deadLetters, snapshots: kept, offsets } = effects;
    const written = [...records, ...deadLetters, ...kept];
    const epoch = this.broker.open('owner');
    this.broker.commit('owner', epoch, {
      appends: written.map((record) => ({ topic: record.topic, partition: 0, records: [record] })),
      group: 'counting',
      offsets: [...offsets].map(([topic, offset]) => ({ topic, partition: 0, offset })),
    });
    this.ends.push(this.broker.entries(snapshots).length);
  }

  /** Removes whatever a newer record of its key supersedes, as a broker does at any time. */
  compact(): void {
    const entries = this.broker.entries(snapshots) as (LogRecord | null)[];
    const newest = new Map(entries.map((entry, index) => [String(entry?.key), index]));
    entries.forEach((entry, index) => {
      if (newest.get(String(entry?.key)) !== index) entries[index] = null;
    });
  }

  /** Makes the newest snapshots of some keys undecodable, until they are repaired. */
  damage(...names: readonly string[]): () => void {
    const entries = this.broker.entries(snapshots) as (LogRecord | null)[];
    const before = [...entries];
    for (const name of names) {
      const at = entries.findLastIndex((entry) => String(entry?.key) === name);
      const record = entries[at];
      if (record != null) entries[at] = { ...record, key: null, headers: {}, damage: 'rubbish' };
    }
    return () => before.forEach((entry, at) => (entries[at] = entry));
  }

  /** The standby follows to the end that the log had `ago` transactions ago. */
  async follow(ago: number): Promise<void> {
    await this.followTo(this.ends.at(-1 - ago) ?? 0);
  }

  async followTo(end: number): Promise<void> {
    const standby = await this.standby;
    if (standby.behind(end) > 0) await standby.advance(end);
  }

  async standbyKeys(): Promise<number> {
    return (await this.standby).fold.size;
  }

  /** Number of warm keys of the standby. */
  async standbyWarm(): Promise<number> {
    const { fold } = await this.standby;
    return fold.size - fold.cold;
  }

  /**
   * The owner dies with what it has not committed; the standby now owns the partition. Returns the number of records it
   * read.
   */
  async takeOver(): Promise<number> {
    // One decodes on demand, the other everything at once.
    const [standby, fresh] = [await this.standby, await this.fresh('at-once')];
    const { faults, records } = await standby.finish(host);
    await fresh.finish(host);
    expect(faults).toEqual([]);
    expect(memories(standby)).toEqual(memories(fresh));
    this.owner = Promise.resolve(standby);
    this.standby = this.fresh();
    this.tellOwner(standby);
    return records;
  }

  /** The step of a key, as its owner knows it. */
  async stepOf(known: string): Promise<number> {
    return (await this.owner).fold.memoryOf(known).step;
  }

  /**
   * A process restores everything at once, perhaps with another version, and then owns the partition: returns the step
   * of `a`, and the faults.
   */
  async rebuilt(
    topology = this.topology,
  ): Promise<{ readonly a: number; readonly faults: readonly string[] }> {
    this.topology = topology;
    const fresh = await this.fresh('at-once');
    const { faults } = await fresh.finish(host);
    this.owner = Promise.resolve(fresh);
    return { a: fresh.fold.memoryOf('a').step, faults: faults.map(({ code }) => code) };
  }

  /** Compares the outputs with those of an undisturbed process. */
  compare(): void {
    const driver = new TopologyDriver(this.topology);
    for (const record of this.inputs) driver.feed(record);
    expect(said(this.broker.records('sums'))).toEqual(said(driver.outputs));
    expect(said(this.broker.records('dead-letters.counting'))).toEqual(said(driver.deadLetters));
  }

  /** Gives the owner everything that it did not receive, and commits it. */
  async tellAll(): Promise<void> {
    for (let more = true; more; await this.commit(1_000)) more = !this.tellOwner(await this.owner);
  }

  /**
   * Processes what has arrived; false: more timers were due before a record than may fire at once, and the rest waits.
   */
  private tellOwner({ fold }: Restoration<CountMemory, CountInput, CountOutput>): boolean {
    const counts = new Map<string, number>();
    for (const { topic } of this.inputs) {
      const offset = counts.get(topic) ?? 0;
      counts.set(topic, offset + 1);
      const record = this.broker.entries({ topic, partition: 0 })[offset];
      const input = this.topology.inputs.find((known) => known.topic === topic);
      if (record == null || input === undefined || offset < (fold.position(topic) ?? 0)) continue;
      if (fold.tell(input, record, true) === 'more-is-due') return false;
    }
    return true;
  }

  private async fresh(thaw: Thaw = 'on-demand'): Promise<Restoration<CountMemory, CountInput, CountOutput>> {
    const { topology, log } = this;
    const reader = await log.openReader();
    const { dueAtOnce } = this;
    const options = { pace: { within: 100, atMost: 2 }, thaw, warmKeys: () => this.warmKeys, dueAtOnce };
    return new Restoration({ topology, log, reader, group: 'counting', options, patience: 2_000 }, 0, host);
  }
}

const said = (records: readonly LogRecord[]): string[] =>
  records
    .filter(({ value }) => value !== null)
    .map(({ key, value, timestamp }) => `${String(key)} ${String(value)} ${timestamp}`);

const memories = ({ fold }: Restoration<CountMemory, CountInput, CountOutput>) => ({
  clock: fold.clock,
  size: fold.size,
  offsets: ['amounts', 'steps'].map((topic) => fold.position(topic)),
  byKey: keys.map((key) => [key, fold.memoryOf(key)]),
});

const keys = ['a', 'b', 'c'];
const key = fc.constantFrom(...keys);
/** Often such that keys are due at the instant of a record, or many times before it. */
const passes = fc.oneof(fc.integer({ min: 0, max: 4_000 }), fc.constantFrom(0, 1_000, 2_500, 5_000, 20_000));
const amount = fc.constantFrom('1', '2', '3', '5', '8', '13', '99', '-1', 'rubbish');
const event: fc.Arbitrary<[topic: string, key: string, value: string | null, passes: number]> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constant('amounts'), key, amount, passes) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('steps'), key, fc.constantFrom('0', '4', '9'), passes) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('amounts'), fc.constant(tickKey), fc.constant(null), passes) },
);
const act = fc.oneof(
  { weight: 12, arbitrary: event.map((input) => ({ input })) },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 200 }).map((commit) => ({ commit })) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3 }).map((follow) => ({ follow })) },
  { weight: 1, arbitrary: fc.constant({ compact: true }) },
  { weight: 1, arbitrary: fc.constant({ takeOver: true }) },
);

const acts = fc.array(act, { minLength: 10, maxLength: 120 });

/** The owner forgets one of three keys, and the standby does so after it. */
async function forgetOne(story: Story): Promise<void> {
  await story.commit(0);
  await story.follow(0);
  expect(await story.standbyKeys()).toBe(3);

  await story.input('steps', 'a', '0', 0);
  await story.commit(0);
  await story.follow(0);
  expect(await story.standbyKeys()).toBe(2);
}

describe('a standby', () => {
  it.each([
    ['in one piece', whole, Infinity],
    ['in parts', parted, Infinity],
    ['in one piece, mostly cold', whole, 1],
    ['in parts, mostly cold', parted, 0],
    ['in parts that have bytes in common', shared, Infinity],
    ['in parts that have bytes in common, mostly cold', shared, 0],
  ])(
    'reaches the memory of a restore from scratch, whenever it takes over; a memory %s',
    async (_, topology, warmKeys) => {
      await fc.assert(
        fc.asyncProperty(acts, fc.constantFrom(1, 2, 500), async (acts, dueAtOnce) => {
          const story = new Story(topology, warmKeys, dueAtOnce);
          for (const known of keys) await story.input('steps', known, '4', 0);
          for (const one of acts) {
            if ('input' in one) await story.input(...one.input);
            else if ('commit' in one) await story.commit(one.commit);
            else if ('follow' in one) await story.follow(one.follow);
            else if ('compact' in one) story.compact();
            else await story.takeOver();
          }
          await story.takeOver();
          await story.tellAll();
          story.compare();
        }),
        { numRuns: 300 },
      );
    },
    60_000,
  );

  it.each([
    ['all that it received, without a limit', Infinity, 3],
    ['no more than the limit', 1, 1],
    ['none', 0, 0],
  ])('keeps warm %s, when all is snapshotted', async (_, warmKeys, atHand) => {
    const story = new Story(parted, warmKeys);
    for (const known of keys) await story.input('steps', known, '4', 0);
    await story.commit(0);
    for (let round = 1; round <= 3; round += 1) {
      for (const known of keys) await story.input('amounts', known, '1', 10);
      await story.commit(0);
      await story.follow(0);
      expect(await story.standbyWarm()).toBe(3);
      // The pace allows two snapshots per transaction in addition to the required ones.
      for (let i = 0; i < 3; i += 1) {
        await story.input('amounts', tickKey, null, 0);
        await story.commit(1_000);
        await story.follow(0);
      }
    }
    expect([await story.standbyKeys(), await story.standbyWarm()]).toEqual([3, atHand]);
  });

  it('forgets what its owner forgets, and a takeover reads only what came since it last looked', async () => {
    const story = new Story(whole);
    for (const known of keys) await story.input('steps', known, '4', 0);
    for (let i = 0; i < 100; i += 1) await story.input('amounts', keys[i % 3] ?? '', '1', 10);
    await forgetOne(story);

    await story.input('amounts', 'b', '1', 0);
    await story.commit(0);
    // One record of the stream, and the record of where the partition stands.
    expect(await story.takeOver()).toBe(2);
  });

  it('forgets what its owner forgets also with several streams', async () => {
    const inputs = whole.inputs.map((input) => ({ ...input, role: 'stream' as const }));
    const story = new Story({ ...whole, inputs });
    for (const known of keys) await story.input('steps', known, '4', 0);
    await forgetOne(story);
  });

  it.each([
    ['unknown bytes', [snapshot('memory/a', 'rubbish', 10)], 'cannot be read'],
    ['a record that is not part of a memory', [snapshot('rubbish', 'x')], 'is not part of a memory'],
    ['snapshots that go back', [snapshot('memory/a', '{}', 1)], 'goes back to 1'],
    ['common bytes without a number', [snapshot('!common/one', '{}')], 'is without a valid number'],
  ])('is unusable after %s', async (_, records, message) => {
    const story = new Story(whole);
    for (let i = 0; i < 10; i += 1) await story.input('amounts', 'a', '1', 10);
    await story.commit(0);
    await story.follow(0);
    story.broker.append([{ ...snapshots, records }]);
    await expect(story.followTo(story.broker.entries(snapshots).length)).rejects.toThrow(message);
  });
});

describe('common bytes of snapshots', () => {
  const commons = (story: Story): string[] =>
    story.broker
      .entries(snapshots)
      .flatMap((entry) =>
        entry?.key?.toString().startsWith('!common/') ? [`${entry.key} ${entry.value}`] : [],
      );

  it('are written once, however many keys have them', async () => {
    const story = new Story(steps);
    for (const known of keys) await story.input('steps', known, '4', 0);
    await story.commit(0);
    await story.input('steps', 'a', '5', 0);
    await story.commit(0);
    expect(commons(story)).toEqual(['!common/0 4}', '!common/1 5}']);
  });

  it('are forgotten by the next owner if no snapshot names them, and their numbers are not reused', async () => {
    const story = new Story(steps);
    for (const known of keys) await story.input('steps', known, '4', 0);
    await story.commit(0);
    for (const known of keys) await story.input('steps', known, '5', 0);
    await story.commit(0);
    story.compact();
    await story.takeOver();
    await story.input('steps', 'a', '6', 0);
    await story.commit(0);
    expect(commons(story)).toEqual(['!common/0 4}', '!common/1 5}', '!common/0 null', '!common/2 6}']);
    story.compact();
    await story.takeOver();
    expect(await story.stepOf('a')).toBe(6);
  });

  it('that only parts of another version name are kept for it', async () => {
    const story = new Story(steps);
    for (const known of keys) await story.input('steps', known, '4', 0);
    await story.commit(0);
    // The earlier version had no such parts; it is deployed again for a while.
    await story.rebuilt(whole);
    await story.input('amounts', 'b', '1', 10);
    await story.commit(0);
    story.compact();
    expect(await story.rebuilt(steps)).toEqual({ a: 4, faults: [] });
  });

  it('are kept if a record that may name them could not be read, and that is reported', async () => {
    const story = new Story(steps);
    for (const known of keys) await story.input('steps', known, '4', 0);
    await story.commit(0);
    const mend = story.damage('step/a', 'step/b', 'step/c');
    expect((await story.rebuilt()).faults).toEqual(['snapshot-lost']);
    await story.input('amounts', 'b', '1', 10);
    await story.commit(0);
    mend();
    expect(await story.rebuilt()).toEqual({ a: 4, faults: [] });
  });

  it('that are unknown make the keys that name them unreadable: they are rebuilt', async () => {
    const story = new Story(steps);
    for (const known of keys) await story.input('steps', known, '4', 0);
    for (let i = 0; i < 10; i += 1) await story.input('amounts', 'a', '1', 10);
    await story.commit(0);
    const lost = snapshot('step/a', '{"step":', undefined);
    story.broker.append([{ ...snapshots, records: [{ ...lost, headers: { common: '7', due: '9' } }] }]);
    expect(await story.rebuilt()).toEqual({ a: 4, faults: ['snapshot-unreadable'] });
    // That need not be repeated: what was rebuilt is written as a whole.
    for (let i = 0; i < 3; i += 1) {
      await story.input('amounts', 'b', '1', 10);
      await story.commit(100);
    }
    expect(await story.rebuilt()).toEqual({ a: 4, faults: [] });
  });
});

function snapshot(key: string, value: string, covers?: number): OutRecord {
  const headers = covers === undefined ? {} : { covers: String(covers) };
  return { topic: snapshots.topic, key, value: Buffer.from(value), timestamp: 0, headers };
}
