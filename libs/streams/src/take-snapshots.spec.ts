import { describe, expect, it } from '@jest/globals';
import { type DriverRecord, TopologyDriver } from './driver';
import { readSnapshot } from './snapshot';
import { type MemoryPart, type Topology, wholeMemory } from './topology';

/** How often there was a knock at a door, whether that was said, and whose door it is. */
interface Door {
  readonly knocks: number;
  readonly told: boolean;
  readonly name: string;
}

type Input = 'knock' | 'quiet' | { readonly name: string };
type Output = 'begun' | 'over';

const nobody: Door = { knocks: 0, told: false, name: '' };

function evolve(door: Door, fact: Input | Output): Door {
  if (typeof fact === 'object') return { ...door, name: fact.name };
  switch (fact) {
    case 'knock':
      return { ...door, knocks: door.knocks + 1 };
    case 'quiet':
      return { ...door, knocks: 0 };
    case 'begun':
      return { ...door, told: true };
    case 'over':
      return { ...door, told: false };
  }
}

function decide(input: Input, { knocks, told }: Door): readonly Output[] {
  if (knocks > 0 && !told) return ['begun'];
  return knocks === 0 && told && input === 'quiet' ? ['over'] : [];
}

const part = <Name extends keyof Door>(
  name: Name,
  changedBy: MemoryPart<Door>['changedBy'],
): MemoryPart<Door> => ({
  name,
  changedBy,
  encode: (door) => Buffer.from(JSON.stringify(door[name])),
  decode: (bytes, door) => ({ ...door, [name]: JSON.parse(String(bytes)) as Door[Name] }),
});

/** Each part of its memory is changed by exactly one kind of change. */
const doors: Topology<Door, Input, Output> = {
  name: 'doors',
  inputs: [
    {
      topic: 'noises',
      role: 'stream',
      read: ({ key, value, timestamp }) => ({
        kind: 'input',
        key: String(key),
        input: String(value) === 'knock' ? 'knock' : 'quiet',
        time: timestamp,
      }),
    },
    {
      topic: 'names',
      role: 'table',
      read: ({ key, value }) => ({ kind: 'input', key: String(key), input: { name: String(value) } }),
    },
  ],
  outputs: ['doors'],
  snapshots: 'doors-snapshots',
  deadLetters: 'dead-letters.doors',
  ticksTo: [],
  decider: { initial: () => nobody, evolve, decide },
  memory: [part('knocks', ['stream']), part('told', ['output']), part('name', ['table'])],
  write: (output) => ({
    kind: 'record',
    record: { topic: 'doors', key: null, value: Buffer.from(output), timestamp: 0 },
  }),
  forgettable: ({ knocks, told, name }) => knocks === 0 && !told && name === '',
};

const noise = (key: string, value: string, timestamp: number): DriverRecord => ({
  topic: 'noises',
  key,
  value: Buffer.from(value),
  timestamp,
});

describe('snapshots of a memory in parts that are changed by different things', () => {
  it('of a key that was forgotten and came again are newer than what was forgotten', () => {
    const driver = new TopologyDriver(doors, { pace: { within: 1, atMost: 10 } });
    driver.feed(noise('a', 'knock', 1_000));
    driver.feed(noise('a', 'quiet', 2_000));
    driver.feed(noise('a', 'knock', 3_000));
    driver.crash();
    expect(driver.memoryOf('a')).toEqual({ knocks: 1, told: true, name: '' });
  });

  it('of a key that was forgotten and came again are those of the new one, however late those of the old one were due', () => {
    const driver = new TopologyDriver(doors, { pace: { within: 10_000, atMost: 10 } });
    driver.feed(noise('a', 'knock', 1_000));
    driver.feed(noise('a', 'quiet', 1_001));
    expect(driver.keys).toBe(0);
    driver.feed(noise('a', 'knock', 1_002));
    driver.feed(noise('b', 'quiet', 30_000));
    expect(driver.memoryOf('a')).toEqual({ knocks: 1, told: true, name: '' });
    driver.crash();
    expect(driver.memoryOf('a')).toEqual({ knocks: 1, told: true, name: '' });
  });

  it('still cover the stream after a table has changed another part', () => {
    const driver = new TopologyDriver(doors, { pace: { within: 10_000, atMost: 1 } });
    for (let i = 0; i < 5; i += 1) driver.feed(noise('a', 'knock', 100_000 * i));
    driver.feed({ topic: 'names', key: 'a', value: Buffer.from('Ann'), timestamp: 0 });
    driver.feed({ topic: 'names', key: 'b', value: Buffer.from('Bob'), timestamp: 0 });
    const [kept] = driver.state().partitions;
    const meta = kept?.snapshots.get('!meta');
    expect(meta && readSnapshot(meta)).toMatchObject({
      meta: { offsets: { noises: 5, names: 2 }, floor: 5 },
    });
  });
});

describe('a memory that is bytes', () => {
  /** Remembers the last input, and says what it replaces. */
  const last: Topology<Buffer, Buffer, { readonly was: Buffer }> = {
    name: 'last',
    inputs: [
      {
        topic: 'words',
        role: 'stream',
        read: ({ key, value }) => ({ kind: 'input', key: String(key), input: value ?? Buffer.alloc(0) }),
      },
    ],
    outputs: ['before'],
    snapshots: 'last-snapshots',
    deadLetters: 'dead-letters.last',
    ticksTo: [],
    decider: {
      initial: () => Buffer.alloc(0),
      evolve: (memory, fact) => ('was' in fact ? memory : fact),
      decide: (_, __, before) => [{ was: before }],
    },
    memory: wholeMemory({ encode: (memory) => memory, decode: (bytes) => bytes }),
    write: ({ was }) => ({
      kind: 'record',
      record: { topic: 'before', key: null, value: was, timestamp: 0 },
    }),
  };

  it('is its own once its key is warm again', () => {
    const driver = new TopologyDriver(last, { pace: { within: 1, atMost: 10 }, warmKeys: 0 });
    const word = (key: string, value: string): DriverRecord => ({
      topic: 'words',
      key,
      value: Buffer.from(value),
      timestamp: 0,
    });
    driver.feed(word('b', 'ten'));
    for (const one of ['one', 'two', 'six']) driver.feed(word('a', one));
    expect([driver.keys, driver.coldKeys]).toEqual([2, 2]);
    expect(driver.outputs.map(({ value }) => String(value))).toEqual(['', '', 'one', 'two']);
  });
});
