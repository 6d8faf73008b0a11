import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerEnd } from '../cluster';
import type { Fault } from '../fault';
import { pick } from '../randomness';
import type { World } from '../world';
import { pairs } from './processes';

const common = { brokers: 3, program: 'app', prepare: pairs } as const;

/** Takes a broker away for a while. */
async function without(world: World, id: number, how: BrokerEnd): Promise<string> {
  await sleep(world.random() * 1_500);
  const { cluster } = world;
  await cluster.takeDown(id, how);
  // Longer and shorter than the others take to notice.
  const time = world.random() * 8_000;
  await sleep(time);
  await cluster.bringUp(id);
  await wholeAgain(world);
  return `broker ${id} ${how === 'kill' ? 'killed' : 'stopped'}, away for ${Math.round(time / 100) / 10} s`;
}

/** Waits until every partition has a leader: another broker may go only when this one is back. */
export async function wholeAgain({ questions, stage }: World): Promise<void> {
  const { topics } = stage;
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(500)) {
    const led = await questions.leaders(topics).catch(() => []);
    if (led.length > 0 && led.every(({ leader }) => leader > 0)) break;
  }
  // Lagging replicas rejoin the in-sync set within a few fetches.
  await sleep(2_000);
}

/** Moves the leadership of every partition of the run: its leader loses its replica, and gets it back. */
async function moveLeaders(world: World): Promise<string> {
  const { questions, stage } = world;
  const { topics } = stage;
  const led = await questions.leaders(topics);
  const without = led.map((one) => ({ ...one, replicas: one.replicas.filter((id) => id !== one.leader) }));
  await questions.reassign(without);
  let moved = 0;
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(300)) {
    const now = await questions.leaders(topics).catch(() => []);
    moved = now.filter(({ leader, topic, partition }) => {
      const before = led.find((one) => one.topic === topic && one.partition === partition);
      return leader !== before?.leader;
    }).length;
    if (moved === led.length) break;
  }
  await sleep(world.random() * 2_000);
  await questions.reassign(led);
  await wholeAgain(world);
  return `${moved} of ${led.length} partitions have a new leader`;
}

/** What can happen to brokers. */
export const brokerFaults: readonly Fault[] = [
  {
    ...common,
    name: 'broker-restart',
    what: 'a broker is stopped cleanly and started again',
    strike: (world) => without(world, pick(world.random, world.cluster.ids), 'stop'),
  },
  {
    ...common,
    name: 'broker-kill',
    what: 'kill -9 of a broker, which is started again some seconds later',
    strike: (world) => without(world, pick(world.random, world.cluster.ids), 'kill'),
  },
  {
    ...common,
    name: 'leader-move',
    what: 'the leader of every partition loses its replica to the others, and gets it back',
    strike: moveLeaders,
  },
  {
    ...common,
    name: 'controller-kill',
    what: 'kill -9 of the broker that is the active controller',
    async strike(world) {
      const before = await world.questions.controller();
      const done = await without(world, before, 'kill');
      return `${done}; controller ${before}, then ${await world.questions.controller()}`;
    },
  },
  {
    ...common,
    name: 'coordinator-kill',
    what: 'kill -9 of the broker that coordinates the group of a stage, or the transactions of one of its tasks',
    async strike(world) {
      const { questions, stage } = world;
      const group = `${stage.prefix}${pick(world.random, ['state-processor', 'alert-processor'] as const)}`;
      const kind = pick(world.random, ['group', 'transaction'] as const);
      const task = Math.floor(world.random() * stage.partitions);
      const id = await questions.coordinator(kind, kind === 'group' ? group : `${group}-task-${task}`);
      return `${await without(world, id, 'kill')}; ${kind} coordinator of ${group}`;
    },
  },
];
