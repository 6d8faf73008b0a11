import { Prefetch, together } from './prefetch';
import type { LogRecord } from './topology';

const record = (key: string | null): LogRecord => ({
  topic: 'results',
  partition: 0,
  offset: 0,
  timestamp: 0,
  key: key === null ? null : Buffer.from(key),
  value: null,
  headers: {},
});

/** What the decider is asked to read when it prefetches from an index in these records. */
function read(records: readonly LogRecord[], from: number): readonly string[] {
  const asked: string[] = [];
  const decider = { prefetch: (memories: readonly string[]) => asked.push(...memories) };
  const names = Array.from({ length: 100 }, (_, i) => `key-${i}`);
  const entries = new Map(names.map((name) => [name, { memory: `memory of ${name}`, due: Infinity }]));
  new Prefetch<string>(decider, entries).ofRecords(records, from);
  return asked;
}

describe('reading ahead', () => {
  const records = Array.from({ length: 40 }, (_, i) => record(`key-${i}`));
  const expected = (from: number, until: number) =>
    Array.from({ length: until - from }, (_, i) => `memory of key-${from + i}`);

  it('reads the memories of one group of records, in their order', () => {
    expect(read(records, 0)).toEqual(expected(0, together));
    expect(read(records, together)).toEqual(expected(together, 2 * together));
  });

  it('ends where the records end', () => {
    expect(read(records, 2 * together)).toEqual(expected(2 * together, records.length));
  });

  it('skips keys of which nothing is remembered, and records without a key', () => {
    expect(read([record('unknown'), record(null), record('key-7')], 0)).toEqual(['memory of key-7']);
  });

  it('does nothing if the decider does not support it', () => {
    const entries = new Map([['key', { memory: 1, due: 0 }]]);
    expect(() => new Prefetch<number>({}, entries).ofRecords([record('key')], 0)).not.toThrow();
  });
});
