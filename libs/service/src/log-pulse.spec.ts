import { afterEach, expect, test } from '@jest/globals';
import { LogError, type TopicPartition } from '@panto/streams';
import { logPulse, type Pulse } from './index';

const turn = () => new Promise((resolve) => setTimeout(resolve, 10));
const wait = async (until: () => boolean): Promise<void> => {
  while (!until()) await turn();
};

/** A log that answers as the spec says, and its pulse. */
function watched() {
  const log = {
    now: 0,
    asked: [] as (readonly TopicPartition[])[],
    answer: () => Promise.resolve(),
    partitionCounts: () => Promise.resolve([2]),
    ends: async (places: readonly TopicPartition[]) => {
      log.asked.push(places);
      await log.answer();
      return places.map(() => 0);
    },
  };
  pulse = logPulse(log, 'panto.results', { every: 2, limit: 20_000, now: () => log.now });
  return { log, pulse };
}

let pulse: Pulse | undefined;
afterEach(() => pulse?.stop());

test('a log that answers is ready, however long nothing happens', async () => {
  const { log, pulse } = watched();
  await pulse.start();
  log.now = 1_000_000;
  await wait(() => pulse.look().ok);
  expect(log.asked[0]).toEqual([0, 1].map((partition) => ({ topic: 'panto.results', partition })));
});

test('one that hangs is not, from the limit on, until it answers; it is asked one question at once', async () => {
  const { log, pulse } = watched();
  let goOn = (): void => undefined;
  log.answer = () => new Promise((resolve) => (goOn = resolve));
  await pulse.start();
  await wait(() => log.asked.length > 0);
  log.now = 20_000;
  expect(pulse.look()).toEqual({ ok: true });
  log.now = 31_000;
  expect(pulse.look()).toEqual({ ok: false, why: 'has not answered for 31 s' });
  await turn();
  expect(log.asked.length).toBe(1);
  goOn();
  await wait(() => pulse.look().ok);
});

test('what it says in place of an answer is told', async () => {
  const { log, pulse } = watched();
  log.answer = () => Promise.reject(new Error('nobody listens'));
  await pulse.start();
  log.now = 25_000;
  await wait(() => log.asked.length > 1);
  expect(pulse.look()).toEqual({ ok: false, why: 'has not answered for 25 s: nobody listens' });
});

test('after it was stopped nothing is asked any more', async () => {
  const { log, pulse } = watched();
  await pulse.start();
  await wait(() => log.asked.length > 0);
  await pulse.stop();
  const { length } = log.asked;
  await turn();
  expect(log.asked.length).toBe(length);
});

test('a log that says that nobody leads a partition has answered', async () => {
  const { log, pulse } = watched();
  log.answer = () => Promise.reject(new LogError('partition-unavailable', 'nobody leads it', true));
  await pulse.start();
  log.now = 25_000;
  await wait(() => pulse.look().ok);
  expect(log.asked.length).toBeGreaterThan(0);
});
