import { expect, test } from '@jest/globals';
import { Backoff } from './backoff';

const waits = (random: number, count: number): number[] => {
  const backoff = new Backoff({ first: 100, most: 1_000, random: () => random });
  return Array.from({ length: count }, () => backoff.next());
};

test('waits double up to a maximum, with half of each left to chance', () => {
  expect(waits(1, 6)).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(waits(0, 6)).toEqual([50, 100, 200, 400, 500, 500]);
});

test('after a success they start over', () => {
  const backoff = new Backoff({ first: 100, most: 1_000, random: () => 1 });
  backoff.next();
  backoff.next();
  backoff.reset();
  expect(backoff.next()).toBe(100);
});
