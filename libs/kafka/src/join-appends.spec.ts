import { expect, test } from '@jest/globals';
import type { OutRecord } from '@panto/streams';
import { joinAppends } from './join-appends';

const append = (topic: string, partition: number, keys: string) => ({
  topic,
  partition,
  records: [...keys].map((key): OutRecord => ({ topic, key, value: null, timestamp: 0 })),
});

test('all records of a partition are in one append, in order', () => {
  const appends = [append('a', 0, 'x'), append('a', 1, 'p'), append('a', 0, 'yz'), append('b', 0, 'q')];
  expect(joinAppends(appends)).toEqual([append('a', 0, 'xyz'), append('a', 1, 'p'), append('b', 0, 'q')]);
});

test('appends of different partitions stay as they are', () => {
  const appends = [append('a', 0, 'x'), append('a', 1, 'y')];
  expect(joinAppends(appends)).toBe(appends);
});
