import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DriverRecord, type DriverState, TopologyDriver } from './driver';
import { SnapshotPieces } from './snapshot-pieces';
import type { LogRecord, OutRecord, Topology } from './topology';
import { wholeMemory } from './topology';

/** Remembers a page with as many bytes as its last input says, and its content; forgets an empty one. */
const pages: Topology<Buffer, Buffer, never> = {
  name: 'pages',
  inputs: [
    {
      topic: 'sizes',
      role: 'stream',
      read: ({ key, value, timestamp }) => {
        const [size = 0, letter = 0] = JSON.parse(String(value)) as number[];
        return { kind: 'input', key: String(key), input: Buffer.alloc(size, letter), time: timestamp };
      },
    },
  ],
  outputs: [],
  snapshots: 'pages-snapshots',
  deadLetters: 'dead-letters.pages',
  ticksTo: [],
  decider: { initial: () => Buffer.alloc(0), evolve: (_, page) => page, decide: () => [] },
  memory: wholeMemory({ encode: (page) => page, decode: (bytes) => bytes }),
  write: (output) => output,
  forgettable: (page) => page.length === 0,
};

const kib = 1024;
const size = (key: string, bytes: number, letter: number, timestamp: number): DriverRecord => ({
  topic: 'sizes',
  key,
  value: Buffer.from(JSON.stringify([bytes, letter])),
  timestamp,
});
const pace = { within: 1, atMost: 10 };

/** The keys of the records that a compacted topic holds, and the size of the largest. */
function held({ partitions }: DriverState): { readonly keys: readonly string[]; readonly largest: number } {
  const records = [...(partitions[0]?.snapshots.values() ?? [])].filter(({ value }) => value !== null);
  return {
    keys: records.map(({ key }) => String(key)).filter((key) => key !== '!meta'),
    largest: Math.max(...records.map(({ value }) => value?.length ?? 0)),
  };
}

describe('a snapshot', () => {
  it.each<[string, number, readonly string[]]>([
    ['that just fits into a record is one record', 512 * kib, ['memory/a']],
    ['a byte larger has a piece', 512 * kib + 1, ['!piece/1/memory/a', 'memory/a']],
    [
      'three times as large has two pieces',
      1536 * kib,
      ['!piece/1/memory/a', '!piece/2/memory/a', 'memory/a'],
    ],
  ])('%s', (_, bytes, keys) => {
    const driver = new TopologyDriver(pages, { pace });
    driver.feed([size('a', bytes, 1, 1_000), size('b', 1, 1, 9_000)]);
    driver.feed(size('b', 1, 1, 20_000));
    const { keys: found, largest } = held(driver.state());
    expect(found.filter((key) => key.endsWith('/a'))).toEqual(keys);
    expect(largest).toBe(512 * kib);
    driver.crash();
    expect(driver.memoryOf('a').equals(Buffer.alloc(bytes, 1))).toBe(true);
  });

  it('that has shrunk leaves no piece behind, even after a restart', () => {
    for (const [last, keys] of [[700 * kib, ['!piece/1/memory/a', 'memory/a']] as const, [0, []] as const]) {
      const driver = new TopologyDriver(pages, { pace });
      driver.feed(size('a', 1700 * kib, 1, 1_000));
      driver.feed(size('a', 1700 * kib, 2, 20_000));
      driver.crash();
      driver.feed(size('a', last, 3, 40_000));
      driver.feed(size('a', last, 3, 60_000));
      expect(held(driver.state()).keys).toEqual(keys);
      driver.crash();
      expect(driver.memoryOf('a').equals(Buffer.alloc(last, 3))).toBe(true);
    }
  });

  it('is restored whole, whatever sizes the memory had, whenever it was killed, warm or cold', () => {
    const sizes = fc.constantFrom(0, 1, 512 * kib, 512 * kib + 1, 1025 * kib, 1537 * kib);
    const step = fc.record({ key: fc.constantFrom('a', 'b'), bytes: sizes, kill: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.constantFrom(0, Infinity), (steps, warmKeys) => {
        const driver = new TopologyDriver(pages, { pace, warmKeys });
        const wanted = new Map<string, Buffer>();
        for (const [index, { key, bytes, kill }] of steps.entries()) {
          driver.feed(size(key, bytes, index, index * 700));
          wanted.set(key, Buffer.alloc(bytes, index));
          if (kill) driver.crash();
          for (const [one, page] of wanted) if (!driver.memoryOf(one).equals(page)) return false;
        }
        return true;
      }),
      { numRuns: 60 },
    );
  });
});

describe('a record whose pieces compaction has removed', () => {
  const written = (bytes: Buffer): readonly LogRecord[] => {
    const records: OutRecord[] = [];
    const part = { part: 'memory', covers: 1, due: Infinity, bytes, common: undefined };
    new SnapshotPieces().write(records, 'pages-snapshots', 'a', part, 9);
    return records.map((record, offset) => ({
      ...{ ...record, headers: record.headers ?? {}, partition: 0, offset },
      key: Buffer.from(String(record.key)),
    }));
  };
  const meta = {
    ...{ topic: 'pages-snapshots', partition: 0, offset: 9, timestamp: 9, headers: {} },
    key: Buffer.from('!meta'),
    value: Buffer.from(JSON.stringify({ offsets: { sizes: 1 }, floor: 1, floorClock: 9, clock: 9, tick: 0 })),
  };
  const older = written(Buffer.alloc(600 * kib, 1)).slice(1);
  const restored = (records: readonly LogRecord[]): Buffer => {
    const snapshots = new Map(records.map((record, i) => [String(i), record]));
    const replay: LogRecord[] = [];
    const state = { partitions: [{ snapshots, replay }], ends: new Map([['sizes/0', 1]]) };
    return new TopologyDriver(pages, {}, state).memoryOf('a');
  };

  it('is harmless if a newer one follows', () => {
    const newer = Buffer.alloc(600 * kib, 2);
    expect(restored([...older, ...written(newer), meta]).equals(newer)).toBe(true);
  });

  it('is not believed if none does', () => {
    expect(restored([...older, meta])).toHaveLength(0);
  });
});
