import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Heartbeat } from '@panto/model';
import { Subject } from 'rxjs';
import { beat, heartbeatInterval } from './heartbeat';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const heartbeat = (timestamp: number): Heartbeat => ({
  agent: 'a',
  timestamp,
  name: 'a',
  host: 'h',
  version: '1',
  startedAt: 0,
  configuration: null,
  checks: 0,
  spooled: 0,
  dropped: 0,
  clock: null,
});

test('nothing is sent before there is something to report; then at once, and every 20 s, also after a failure', async () => {
  const news = new Subject<void>();
  const sent: number[] = [];
  let known = false;
  let failures = 0;
  const subscription = beat({
    present: () => (known ? heartbeat(sent.length) : null),
    send: ({ timestamp }) => {
      sent.push(timestamp);
      return timestamp === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    },
    onFailure: () => (failures += 1),
    news,
  }).subscribe();
  await jest.advanceTimersByTimeAsync(5_000);
  expect(sent).toEqual([]);
  known = true;
  news.next();
  expect(sent).toEqual([0]);
  await jest.advanceTimersByTimeAsync(3 * heartbeatInterval);
  expect([sent, failures]).toEqual([[0, 1, 2, 3], 1]);
  subscription.unsubscribe();
});

test('while one hangs, no others are sent', async () => {
  let begun = 0;
  const subscription = beat({
    present: () => heartbeat(0),
    send: () => {
      begun += 1;
      return new Promise(() => undefined);
    },
    onFailure: () => undefined,
    news: new Subject(),
  }).subscribe();
  await jest.advanceTimersByTimeAsync(5 * heartbeatInterval);
  expect(begun).toBe(1);
  subscription.unsubscribe();
});
