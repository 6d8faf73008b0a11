import { setTimeout as sleep } from 'node:timers/promises';
import { commitPoints } from '@panto/streams';
import type { Fault } from '../fault';
import { pick } from '../randomness';
import { apps, type World } from '../world';
import { pairs } from './processes';

/** Each point is hit in turn, in both stages, at a passing that chance chooses. */
async function crash(world: World, round: number): Promise<string> {
  const point = commitPoints[Math.floor(round / apps.length) % commitPoints.length] ?? commitPoints[0];
  const app = apps[round % apps.length] ?? apps[0];
  const slot = `${app} ${pick(world.random, [1, 2] as const)}`;
  // A task opens and is restored a few times only; the other points are passed many times a second.
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
];
