import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns';

/** Blocks the event loop for a time, ms. */
function busy(time: number): void {
  for (const until = performance.now() + time; performance.now() < until;);
}

/** Work in several steps of 5 ms, each of which is logged. */
function work(turns: Turns, name: string, steps: number, log: string[]): Promise<void> {
  return turns.alone(async () => {
    for (let i = 0; i < steps; i++) {
      busy(5);
      log.push(name);
      await turns.pass();
    }
  });
}

test('one task folds at a time, whatever else gets its turn meanwhile', async () => {
  const turns = new Turns(20);
  const log: string[] = [];
  await Promise.all([work(turns, 'a', 12, log), work(turns, 'b', 12, log), work(turns, 'c', 12, log)]);
  const changes = log.filter((name, i) => i > 0 && name !== log[i - 1]);
  expect(log).toHaveLength(36);
  expect(changes).toHaveLength(2);
});

test('everything else gets its turn long before a transaction is processed', async () => {
  const turns = new Turns(20);
  let told = false;
  let had = 0;
  const folding = work(turns, 'a', 40, []).then(() => (told = true));
  while (!told) {
    await turn();
    had += 1;
  }
  await folding;
  // 200 ms of work; two steps of 5 ms may come too late each time.
  expect(had).toBeGreaterThan(5);
});

test('work that waits for something holds nothing up, and continues alongside the others', async () => {
  const turns = new Turns(20);
  const log: string[] = [];
  let answer = (): void => undefined;
  const waiting = turns.alone(async () => {
    log.push('asks');
    await new Promise<void>((resolve) => (answer = resolve));
    log.push('is answered');
  });
  await work(turns, 'other', 2, log);
  answer();
  await waiting;
  expect(log).toEqual(['asks', 'other', 'other', 'is answered']);
});

test('work that fails leaves the thread to the next', async () => {
  const turns = new Turns(20);
  const log: string[] = [];
  const failing = turns.alone(async () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  await work(turns, 'next', 1, log);
  expect(log).toEqual(['next']);
});
