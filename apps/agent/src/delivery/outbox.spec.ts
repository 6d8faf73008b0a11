import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createLogger, Meters } from '@panto/service';
import { mkdtemp, open as openFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentMeters } from '../agent-meters';
import type { ResultLink } from './deliver';
import { Outbox } from './outbox';
import type { SpooledResult } from './spooled-result';

let folder = '';
const open: Outbox[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'panto-outbox-'));
});
afterEach(async () => {
  for (const outbox of open.splice(0)) await outbox.close();
  await rm(folder, { recursive: true });
});

async function openOutbox(link: ResultLink, logger = createLogger('agent', 'silent')): Promise<Outbox> {
  const outbox = new Outbox({
    folder,
    maxBytes: 10_000_000,
    link,
    meters: new AgentMeters(new Meters('agent')),
    logger,
    now: () => Date.now(),
    random: () => 0,
  });
  open.push(outbox);
  await outbox.open((error) => expect(error).toBeUndefined());
  return outbox;
}

const resultAt = (timestamp: number): SpooledResult => ({
  check: '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d',
  result: { timestamp, ints: {}, floats: {}, strings: {}, bools: { up: true }, error: null, agent: 'a' },
});
const times = (results: readonly SpooledResult[]): number[] => results.map(({ result }) => result.timestamp);

/** A link that is up or down, and records what arrived. */
function linkOf(): ResultLink & { up: boolean; readonly arrived: number[]; attempts: number } {
  const link = {
    up: true,
    attempts: 0,
    arrived: [] as number[],
    send: (results: readonly SpooledResult[]) => {
      link.attempts += 1;
      if (!link.up) return Promise.reject(new Error('away'));
      link.arrived.push(...times(results));
      return Promise.resolve();
    },
  };
  return link;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
}

test('while the link is down Results wait on disk; then they arrive in order, with their original times', async () => {
  const link = linkOf();
  const outbox = await openOutbox(link);
  await outbox.put(resultAt(1));
  await until(() => link.arrived.length === 1);
  link.up = false;
  for (const time of [2, 3, 4]) await outbox.put(resultAt(time));
  await until(() => outbox.failing);
  expect(outbox.records).toBe(3);
  link.up = true;
  await outbox.put(resultAt(5));
  await until(() => outbox.records === 0);
  expect(link.arrived).toEqual([1, 2, 3, 4, 5]);
  expect(outbox.failing).toBe(false);
});

test('what waited is delivered by the next process, once', async () => {
  const link = linkOf();
  link.up = false;
  const first = await openOutbox(link);
  for (const time of [1, 2, 3]) await first.put(resultAt(time));
  await first.close();
  link.up = true;
  const second = await openOutbox(link);
  await until(() => second.records === 0);
  await second.close();
  const third = await openOutbox(link);
  await third.put(resultAt(4));
  await until(() => link.arrived.length === 4);
  expect(link.arrived).toEqual([1, 2, 3, 4]);
});

test('a link that stays down is retried with growing pauses', async () => {
  const link = linkOf();
  link.up = false;
  const outbox = await openOutbox(link);
  await outbox.put(resultAt(1));
  await new Promise((done) => setTimeout(done, 600));
  expect(link.attempts).toBeGreaterThanOrEqual(2);
  expect(link.attempts).toBeLessThanOrEqual(5);
});

test('a Result that comes after the end is not stored and breaks nothing', async () => {
  const link = linkOf();
  const outbox = await openOutbox(link);
  await outbox.close();
  await outbox.put(resultAt(1));
  expect(link.arrived).toEqual([]);
});

test('after a disk refused writes for a while, the number of lost Results is reported once', async () => {
  const told: unknown[] = [];
  const logger = Object.assign(createLogger('agent', 'silent'), {
    error: (fields: unknown) => told.push(fields),
  });
  const outbox = await openOutbox(linkOf(), logger);
  const file = await openFile(join(folder, 'any'), 'w');
  const spy = jest.spyOn(Object.getPrototypeOf(file) as FileHandle, 'appendFile');
  await file.close();
  for (let i = 0; i < 3; i += 1) spy.mockRejectedValueOnce(new Error('no space'));
  for (const time of [1, 2, 3, 4]) await outbox.put(resultAt(time));
  expect(told).toEqual([{ reason: 'disk', records: 3 }]);
});
