import { setTimeout as sleep } from 'node:timers/promises';
import { commitPoints } from '@panto/streams';
import type { Fault } from '../fault';
import { pick } from '../randomness';
import { apps, type World } from '../world';
import { pairs } from './processes';

/** Each point is hit in turn, in both stages, at a random pass. */
async function crash(world: World, round: number): Promise<string> {
  const point = commitPoints[Math.floor(round / apps.length) % commitPoints.length] ?? commitPoints[0];
  const app = apps[round % apps.length] ?? apps[0];
  const slot = `${app} ${pick(world.random, [1, 2] as const)}`;
  // A task is opened and restored only a few times; the other points are passed many times a second.
  const rare = point === 'opening' || point === 'opened' || point === 'restored';
  const times = 1 + Math.floor(world.random() * (rare ? 2 : 12));
  await world.end(slot, 'SIGKILL');
  const doomed = world.start(slot, { PANTO_FAULTS_CRASH: `${point}:${times}` });
  doomed.mayEnd();
  for (const end = Date.now() + 40_000; !doomed.isOver && Date.now() < end;) await sleep(50);
  const hit = doomed.isOver;
  await world.end(slot, 'SIGKILL');
  world.start(slot, {});
  return `${slot} ${hit ? 'ends itself' : 'never came'} at ${point} for the ${times}. time`;
}

/** Points between two of the transactions that handle one tick; the other points are the same as at any time. */
const betweenPortions = ['told', 'begun', 'appended', 'offsets-sent', 'ended', 'committed'] as const;

/**
 * After a silence of all processes much is due at once; it is published in transactions of a few timers each, and cut
 * off between them.
 */
async function crashInPortions(world: World, round: number): Promise<string> {
  const app = apps[round % apps.length] ?? apps[0];
  const point = pick(world.random, betweenPortions);
  const times = 1 + Math.floor(world.random() * 40);
  const portion = String(1 + Math.floor(world.random() * 4));
  const silence = 8_000 + world.random() * 6_000;
  const slots = [...world.slots];
  await Promise.all(slots.map((slot) => world.end(slot, 'SIGKILL')));
  await sleep(silence);
  const doomed = slots.filter((slot) => slot.startsWith(app));
  for (const slot of slots) {
    const isDoomed = doomed.includes(slot);
    const extra = isDoomed ? { PANTO_FAULTS_CRASH: `${point}:${times}` } : {};
    const processor = world.start(slot, { PANTO_FAULTS_PORTION: portion, ...extra });
    if (isDoomed) processor.mayEnd();
  }
  const isOver = (slot: string): boolean => world.processor(slot).isOver;
  for (const end = Date.now() + 30_000; !doomed.every(isOver) && Date.now() < end;) await sleep(50);
  const hit = doomed.filter(isOver).length;
  for (const slot of doomed) await world.replace(slot, 'SIGKILL', 0, { PANTO_FAULTS_PORTION: portion });
  // Transactions of so few records take minutes to catch up: normal ones take over midway.
  await sleep(world.random() * 4_000);
  for (const slot of slots) await world.replace(slot, 'SIGKILL', 0, {});
  return `after ${Math.round(silence / 100) / 10} s ${hit} of ${app} at ${point} for the ${times}. time, ${portion} at once`;
}

/** The end of a process at every point of its work. */
export const crashFaults: readonly Fault[] = [
  {
    name: 'crash-points',
    what: `a process ends itself at a point of its work, each in turn: ${commitPoints.join(', ')}`,
    brokers: 0,
    program: 'stage',
    prepare: pairs,
    strike: crash,
  },
  {
    name: 'portions',
    what: 'nothing runs for longer than Missing Data takes; then a transaction covers only a few timers, and the processes of a stage end themselves between transactions',
    brokers: 0,
    program: 'stage',
    prepare: pairs,
    strike: crashInPortions,
  },
];
