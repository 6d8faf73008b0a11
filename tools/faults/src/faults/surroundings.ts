import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault';
import { pick } from '../randomness';
import type { RegistryMood } from '../registry-proxy';
import type { World } from '../world';
import { longerThanSession, pairs } from './processes';

const common = { brokers: 0, program: 'app' } as const;

/** The registry misbehaves while a schema is met for the first time and a process starts. */
async function moody(world: World, mood: RegistryMood): Promise<string> {
  const writer = await world.workload.meetWriter();
  world.registry.mood = mood;
  world.registry.hits = 0;
  world.workload.use(writer);
  const slot = world.pickSlot();
  if (world.random() < 0.5) await world.replace(slot, 'SIGKILL');
  await sleep(2_000 + world.random() * 8_000);
  world.registry.mood = 'well';
  return `${world.registry.hits} requests`;
}

const registryFault = (mood: RegistryMood, what: string): Fault => ({
  ...common,
  name: `registry-${mood}`,
  what,
  prepare: pairs,
  strike: (world) => moody(world, mood),
});

/** Shifts the clock of all processes, or of one, for longer than the session, and back. */
async function jump(world: World, times: readonly number[]): Promise<string> {
  await sleep(world.random() * 1_500);
  const clock = pick(world.random, times);
  const slots = world.random() < 0.5 ? world.slots : [world.pickSlot()];
  const tell = (ahead: number) => {
    for (const slot of slots) if (world.slots.includes(slot)) world.processor(slot).tell({ clock: ahead });
  };
  tell(clock);
  await sleep(longerThanSession(world) + world.random() * 6_000);
  tell(0);
  return `${slots.length === 1 ? slots[0] : 'all'} by ${clock / 1000} s`;
}

const minute = 60_000;

/** What can happen around the processes: the registry, what outside producers send, and time. */
export const surroundingFaults: readonly Fault[] = [
  registryFault('down', 'the registry refuses connections while a new schema comes and a process starts'),
  registryFault('failing', 'the registry answers everything with 503'),
  registryFault('hanging', 'the registry takes requests and never answers'),
  registryFault('lying', 'the registry returns half a schema for any id, and does not know our subjects'),
  {
    ...common,
    name: 'poison',
    what: 'records of every kind that must be refused, in the middle of batches, and a SIGKILL meanwhile',
    prepare: pairs,
    async strike(world) {
      world.workload.poison = 0.5;
      await sleep(1_000 + world.random() * 1_500);
      const slot = world.pickSlot();
      await world.replace(slot, 'SIGKILL');
      await sleep(500);
      world.workload.poison = 0.02;
      return slot;
    },
  },
  {
    ...common,
    name: 'clock-ahead',
    what: 'the clock of all processes, or of one, jumps ahead by a minute, ten, or three hours, and later back',
    prepare: pairs,
    strike: (world) => jump(world, [minute, 10 * minute, 180 * minute]),
  },
  {
    ...common,
    name: 'clock-behind',
    what: 'the clock of all processes, or of one, jumps back by a minute, ten, or three hours, and later forward',
    prepare: pairs,
    strike: (world) => jump(world, [-minute, -10 * minute, -180 * minute]),
  },
  {
    ...common,
    name: 'no-processors',
    what: 'nothing writes ticks or reads for longer than Missing Data takes, while results come; then everything is caught up',
    async strike(world) {
      const slots = [...world.slots];
      await Promise.all(slots.map((slot) => world.end(slot, 'SIGKILL')));
      await sleep(4_000 + world.random() * 5_000);
      for (const slot of slots) world.start(slot);
      return slots.join(', ');
    },
  },
];
