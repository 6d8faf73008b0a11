import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AgentCheck } from '../configuration/agent-configuration';
import { Schedule, slotAfter } from './schedule';

const check = (id: string, more: Partial<AgentCheck> = {}): AgentCheck => ({
  id,
  name: id,
  probe: 'load',
  parameters: {},
  interval: 30_000,
  target: { id: 't', name: 't', address: '127.0.0.1' },
  ...more,
});
const ids = (checks: readonly AgentCheck[]): string[] => checks.map(({ id }) => id);
const minute = 60_000;
const start = 1_800_000_000_000;

/** Steps a schedule through a span of time; each run ends at once. */
function drive(schedule: Schedule, from: number, to: number): [string, number][] {
  const runs: [string, number][] = [];
  for (let now = from; now <= to; now = Math.max(now + 1, schedule.nextDue() ?? to)) {
    for (const { id } of schedule.take(now).run) {
      runs.push([id, now]);
      schedule.finished(id);
    }
  }
  return runs;
}

test('a new Check runs within 10 s, then once in each of its slots', () => {
  const schedule = new Schedule();
  schedule.replan([check('a')], start);
  const times = drive(schedule, start, start + 5 * minute).map(([, at]) => at);
  expect(times[0]! - start).toBeLessThan(10_000);
  const slots = times.slice(1);
  expect(slots.length).toBeGreaterThanOrEqual(9);
  slots.forEach((at, i) =>
    expect(at).toBe(i === 0 ? slotAfter(check('a'), times[0]!) : slots[i - 1]! + 30_000),
  );
});

test('slots depend on the id: the same after every restart, and spread out', () => {
  const offsets = Array.from(
    { length: 300 },
    (_, i) => slotAfter({ id: `check-${i}`, interval: 30_000 }, start) % 30_000,
  );
  expect(
    Array.from(
      { length: 300 },
      (_, i) => slotAfter({ id: `check-${i}`, interval: 30_000 }, start + minute) % 30_000,
    ),
  ).toEqual(offsets);
  const thirds = [0, 1, 2].map(
    (third) => offsets.filter((offset) => Math.floor(offset / 10_000) === third).length,
  );
  expect(Math.min(...thirds)).toBeGreaterThan(70);
});

test('a slot is after the time, by one interval at most', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.integer({ min: 1, max: 86_400_000 }),
      fc.integer({ min: 0, max: 4e12 }),
      (id, interval, time) => {
        const slot = slotAfter({ id, interval }, time);
        expect(slot).toBeGreaterThan(time);
        expect(slot - time).toBeLessThanOrEqual(interval);
        expect(slotAfter({ id, interval }, slot)).toBe(slot + interval);
      },
    ),
  );
});

test('if a run has not ended when the next is due, the next is skipped', () => {
  const schedule = new Schedule();
  schedule.replan([check('a')], start);
  expect(ids(schedule.take(start + 10_000).run)).toEqual(['a']);
  const next = schedule.take(schedule.nextDue()!);
  expect([ids(next.run), ids(next.overlapping)]).toEqual([[], ['a']]);
  schedule.finished('a');
  expect(ids(schedule.take(schedule.nextDue()!).run)).toEqual(['a']);
});

test('a configuration that changes one Check does not change the times of the others', () => {
  const schedule = new Schedule();
  const others = ['b', 'c'].map((id) => check(id));
  schedule.replan([check('a'), ...others], start);
  drive(schedule, start, start + minute);
  const undisturbed = new Schedule();
  undisturbed.replan([check('a'), ...others], start);
  drive(undisturbed, start, start + minute);
  const changed = [check('a', { parameters: { path: '/' } }), ...others.map((one) => ({ ...one }))];
  schedule.replan(changed, start + minute);
  const without = (runs: [string, number][]): [string, number][] => runs.filter(([id]) => id !== 'a');
  expect(without(drive(schedule, start + minute, start + 3 * minute))).toEqual(
    without(drive(undisturbed, start + minute, start + 3 * minute)),
  );
});

test('a removed Check no longer runs, and a replaced one counts as another', () => {
  const schedule = new Schedule();
  const old = check('a');
  schedule.replan([old], start);
  schedule.replan([check('a', { interval: 5_000 })], start);
  expect(schedule.holds(old)).toBe(false);
  schedule.replan([], start);
  expect([schedule.nextDue(), schedule.checks, schedule.take(start + minute).run]).toEqual([null, 0, []]);
});

test('a Check that is replaced while it runs does not run twice at once', () => {
  const schedule = new Schedule();
  schedule.replan([check('a')], start);
  schedule.take(start + 10_000);
  schedule.replan([check('a', { interval: 5_000 })], start + 10_000);
  expect(ids(schedule.take(start + 20_000).run)).toEqual([]);
});

test('after a sleep a Check runs once, and what was missed is counted', () => {
  const schedule = new Schedule();
  schedule.replan([check('a')], start);
  schedule.take(start + 10_000);
  schedule.finished('a');
  const due = schedule.take(start + 10 * minute);
  expect(ids(due.run)).toEqual(['a']);
  expect(due.missed).toBeGreaterThanOrEqual(18);
});

test('a clock that is set back by an hour does not stop the Checks for an hour', () => {
  const schedule = new Schedule();
  schedule.replan([check('a')], start);
  drive(schedule, start, start + minute);
  const back = start - 60 * minute;
  schedule.take(back);
  expect(schedule.nextDue()! - back).toBeLessThanOrEqual(30_000);
});
