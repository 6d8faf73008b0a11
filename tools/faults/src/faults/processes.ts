import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';
import { pick } from '../randomness';
import { apps, type World } from '../world';

/** The session of the apps is 10 s; that of the runner's own processes 6 s. */
export const longerThanSession = ({ options }: World) => (options.program === 'app' ? 12_000 : 7_500);

/** Two processes of each stage, so that one can take over. */
export async function pairs(world: World): Promise<void> {
  for (const slot of missing(world, [2])) world.start(slot);
  await world.settle();
}

function missing({ slots }: World, numbers: readonly number[]): readonly string[] {
  const all = apps.flatMap((app) => numbers.map((number) => `${app} ${number}`));
  return all.filter((slot) => !slots.includes(slot));
}

const common = { brokers: 0, program: 'app' } as const;

/** What can happen to processes. */
export const processFaults: readonly Fault[] = [
  {
    ...common,
    name: 'kill',
    what: 'SIGKILL of any process at any moment; another takes its place',
    prepare: pairs,
    async strike(world) {
      await sleep(world.random() * 2_500);
      const slot = world.pickSlot();
      await world.replace(slot, 'SIGKILL', world.random() < 0.5 ? 0 : world.random() * 3_000);
      return slot;
    },
  },
  {
    ...common,
    name: 'zombie',
    what: 'SIGSTOP for longer than the session, then SIGCONT in the middle of its work: another process has taken over since',
    prepare: pairs,
    async strike(world) {
      await sleep(world.random() * 1_500);
      const slot = world.pickSlot();
      const processor = world.processor(slot);
      processor.hold();
      const time = longerThanSession(world) + world.random() * 3_000;
      await sleep(time);
      processor.wake();
      return `${slot} for ${Math.round(time / 100) / 10} s`;
    },
  },
  {
    ...common,
    name: 'pause',
    what: 'SIGSTOP for less than the session, then SIGCONT: no other process has noticed',
    prepare: pairs,
    async strike(world) {
      const slot = world.pickSlot();
      const processor = world.processor(slot);
      processor.hold();
      const time = 500 + world.random() * 5_000;
      await sleep(time);
      processor.wake();
      return `${slot} for ${Math.round(time / 100) / 10} s`;
    },
  },
  {
    ...common,
    name: 'stop',
    what: 'SIGTERM of any process; another takes its place',
    prepare: pairs,
    async strike(world) {
      await sleep(world.random() * 2_000);
      const slot = world.pickSlot();
      await world.replace(slot, 'SIGTERM', world.random() * 1_000);
      return slot;
    },
  },
  {
    ...common,
    name: 'all-at-once',
    what: 'SIGKILL of all processes at once; they come back some seconds later',
    prepare: pairs,
    async strike(world) {
      await sleep(world.random() * 2_000);
      const pause = world.random() * 6_000;
      await Promise.all(world.slots.map((slot) => world.replace(slot, 'SIGKILL', pause)));
      return `all, away for ${Math.round(pause / 100) / 10} s`;
    },
  },
  {
    ...common,
    name: 'rolling',
    what: 'SIGTERM of one process after another, each replaced at once, as in a rollout',
    prepare: pairs,
    async strike(world) {
      for (const slot of world.slots) {
        await world.replace(slot, 'SIGTERM');
        await sleep(500 + world.random() * 1_500);
      }
      return world.slots.join(', ');
    },
  },
  {
    ...common,
    name: 'scale',
    what: 'from one process of each stage to four and back, some of them killed on the way back',
    async strike(world) {
      const more = missing(world, [2, 3, 4]);
      for (const slot of more) world.start(slot);
      if (world.random() < 0.7) await world.settle();
      else await sleep(world.random() * 3_000);
      for (const slot of more) {
        await world.end(slot, pick(world.random, ['SIGTERM', 'SIGTERM', 'SIGKILL'] as const));
        await sleep(world.random() * 400);
      }
      return '1, 4, 1';
    },
  },
];
