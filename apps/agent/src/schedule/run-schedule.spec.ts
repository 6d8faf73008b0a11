import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Subject, type Subscription } from 'rxjs';
import type { AgentCheck } from '../configuration/agent-configuration';
import { runSchedule } from './run-schedule';
import { Schedule } from './schedule';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  jest.useRealTimers();
});

const check = (id: string, interval = 10_000): AgentCheck => ({
  id,
  name: id,
  probe: 'load',
  parameters: {},
  interval,
  target: { id: 't', name: 't', address: '127.0.0.1' },
});

interface Driven {
  readonly configurations: Subject<{ checks: readonly AgentCheck[] }>;
  readonly begun: string[];
  readonly failures: string[];
  readonly most: () => number;
  readonly subscription: Subscription;
}

/** Runs that take `seconds` each. */
function drive(concurrency: number, seconds: number, failing: readonly string[] = []): Driven {
  const configurations = new Subject<{ checks: readonly AgentCheck[] }>();
  const begun: string[] = [];
  const failures: string[] = [];
  let running = 0;
  let most = 0;
  const subscription = runSchedule({
    schedule: new Schedule(),
    configurations,
    now: () => Date.now(),
    concurrency,
    run: async ({ id }) => {
      begun.push(id);
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, seconds * 1000));
      running -= 1;
      if (failing.includes(id)) throw new Error(id);
    },
    onDue: () => undefined,
    onError: ({ id }) => failures.push(id),
  }).subscribe();
  return { configurations, begun, failures, most: () => most, subscription };
}

const many = Array.from({ length: 30 }, (_, i) => check(`check-${i}`));

test('no more run at once than allowed, and all get their turn', async () => {
  const driven = drive(4, 1);
  driven.configurations.next({ checks: many });
  await jest.advanceTimersByTimeAsync(25_000);
  expect(driven.most()).toBe(4);
  expect(new Set(driven.begun).size).toBe(30);
  driven.subscription.unsubscribe();
});

test('a run that fails stops neither the others nor its own next one', async () => {
  const driven = drive(4, 0.1, ['check-0']);
  driven.configurations.next({ checks: many.slice(0, 2) });
  await jest.advanceTimersByTimeAsync(40_000);
  expect(driven.failures.length).toBeGreaterThanOrEqual(3);
  expect(driven.begun.filter((id) => id === 'check-1').length).toBeGreaterThanOrEqual(3);
  driven.subscription.unsubscribe();
});

test('a Check that was removed while it waited for its turn is not run', async () => {
  const driven = drive(1, 60);
  driven.configurations.next({ checks: many });
  await jest.advanceTimersByTimeAsync(15_000);
  driven.configurations.next({ checks: [] });
  await jest.advanceTimersByTimeAsync(600_000);
  expect(driven.begun).toHaveLength(1);
  driven.subscription.unsubscribe();
});

test('nothing runs after the end', async () => {
  const driven = drive(4, 0.1);
  driven.configurations.next({ checks: many });
  driven.subscription.unsubscribe();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(driven.begun.length).toBeLessThan(30);
  expect(jest.getTimerCount()).toBe(0);
});
