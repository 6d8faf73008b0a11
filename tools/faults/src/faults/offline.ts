import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, kafkaSettings, openTopicAdmin } from '@panto/kafka';
import type { Fault } from '../fault';
import type { Led } from '../questions';
import { pick } from '../randomness';
import { apps, type World } from '../world';
import { wholeAgain } from './brokers';
import { pairs } from './processes';

/**
 * How long brokers and processes have to notice a failure, and how long the other partitions may take after that, ms.
 */
const times = { noticed: 8_000, moved: 60_000 };

/** Makes one in-sync replica sufficient: otherwise a partition with a single replica could not be written to. */
async function allowSingleCopies(world: World): Promise<void> {
  const settings = kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: world.options.site.kafka });
  const topics = await openTopicAdmin(createClient(settings, 'faults'));
  const found = await topics.find(world.stage.topics);
  await topics.apply(
    found.map(({ name, partitions, config }) => ({
      kind: 'alter',
      topic: { name, partitions, replicationFactor: 3, config: {} },
      changes: [],
      config: { ...config, 'min.insync.replicas': '1' },
    })),
  );
  await topics.close();
}

/** Waits until some partitions have their only replica on a broker. */
async function moved({ questions }: World, wanted: readonly Led[], id: number): Promise<void> {
  const topics = [...new Set(wanted.map(({ topic }) => topic))];
  const isThere = (now: readonly Led[]): boolean =>
    wanted.every((one) => {
      const found = now.find(({ topic, partition }) => topic === one.topic && partition === one.partition);
      return found?.leader === id && found.replicas.length === 1;
    });
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(300)) {
    if (isThere(await questions.leaders(topics).catch(() => []))) return;
  }
  throw new Error(`the replicas did not move to broker ${id}`);
}

/** Committed positions of the stages in all partitions but one, by stage and `topic/partition`. */
async function positions({ questions, stage }: World, without: number): Promise<ReadonlyMap<string, number>> {
  const streams = { 'state-processor': 'results', 'alert-processor': 'states' } as const;
  const lists = apps.map(async (app) => {
    const found = await questions.committed(`${stage.prefix}${app}`, [stage.topic(streams[app])]);
    return [...found].filter(([place]) => !place.endsWith(`/${without}`));
  });
  return new Map((await Promise.all(lists)).flat());
}

/** Throws unless the stages make progress in all other partitions. */
async function othersMove(world: World, partition: number): Promise<string> {
  await sleep(times.noticed);
  const [before, began] = [await positions(world, partition), Date.now()];
  let still: readonly string[] = [];
  for (const end = Date.now() + times.moved; Date.now() < end; await sleep(500)) {
    const now = await positions(world, partition);
    still = [...before].filter(([place, offset]) => (now.get(place) ?? -1) <= offset).map(([place]) => place);
    const seconds = ((Date.now() - began + times.noticed) / 1000).toFixed(1);
    if (still.length === 0) return `all ${before.size} others were progressing after ${seconds} s`;
  }
  const what = `no progress next to a partition without a leader: ${still.join(', ')}`;
  throw new Error(`${what}\n${world.lastLines()}`);
}

async function strike(world: World): Promise<string> {
  const { questions, cluster, stage } = world;
  // Not the first: some topics have only that one.
  const partition = 1 + Math.floor(world.random() * (stage.partitions - 1));
  const id = pick(world.random, cluster.ids);
  const own = (await questions.leaders(stage.topics)).filter((one) => one.partition === partition);
  await questions.reassign(own.map((one) => ({ ...one, replicas: [id] })));
  await moved(world, own, id);
  await cluster.takeDown(id, 'kill');
  try {
    return `partition ${partition} was on broker ${id} alone; ${await othersMove(world, partition)}`;
  } finally {
    await cluster.bringUp(id);
    await questions.reassign(own);
    await wholeAgain(world);
  }
}

/** What can happen to a single partition. */
export const offlineFaults: readonly Fault[] = [
  {
    name: 'partition-offline',
    what: 'the broker with the only replica of a partition is killed: the other partitions must go on',
    brokers: 3,
    program: 'app',
    async prepare(world) {
      await allowSingleCopies(world);
      await pairs(world);
    },
    strike,
  },
];
