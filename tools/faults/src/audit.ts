import { topicName } from '@panto/model';
import { tickKey } from '@panto/model';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world';

/** How long the brokers may take to end what a dead writer left open, ms. */
const patience = 40_000;

/** The stream that each stage reads. */
const streams = { 'state-processor': 'results', 'alert-processor': 'states' } as const;
const written = [
  'states',
  'alerts',
  'dead-letters.state-processor',
  'dead-letters.alert-processor',
  'state-processor-snapshots',
  'alert-processor-snapshots',
];

/** Checks what must hold of the log itself once all processes have stopped; returns one sentence per violation. */
export async function audit(world: World): Promise<readonly string[]> {
  return [...(await openTransactions(world)), ...(await unread(world))];
}

/** No transaction is left open: no coordinator knows of one, and none holds back readers of committed data. */
async function openTransactions({ questions, stage }: World): Promise<readonly string[]> {
  const topics = written.map((name) => topicName(stage.prefix, name));
  for (const end = Date.now() + patience; ; await sleep(500)) {
    const known = await questions.openTransactions(stage.prefix);
    const ends = await questions.ends(topics);
    const held = ends.filter(({ highWatermark, lastStable }) => highWatermark !== lastStable);
    const wrong = [
      ...known.map((text) => `transaction ${text}`),
      ...held.map(
        ({ topic, partition, highWatermark, lastStable }) =>
          `${topic}/${partition}: decided up to ${lastStable} of ${highWatermark}`,
      ),
    ];
    if (wrong.length === 0 || Date.now() > end) return wrong;
  }
}

/** Committed offsets agree with what was published: they lie within the log, and only ticks come after them. */
async function unread({ questions, stage }: World): Promise<readonly string[]> {
  const wrong = Object.entries(streams).map(async ([app, name]) => {
    const topic = stage.topic(name);
    const committed = await questions.committed(`${stage.prefix}${app}`, [topic]);
    const lists = await stage.read(name);
    const ends = await questions.ends([topic]);
    return lists.flatMap((list, partition) => {
      const offset = committed.get(`${topic}/${partition}`) ?? -1;
      const last = ends.find((end) => end.partition === partition)?.highWatermark ?? 0;
      const left = list.filter((record) => record.offset >= offset && record.key?.toString() !== tickKey);
      return [
        ...(left.length === 0 ? [] : [`${app}: ${left.length} records of ${name}/${partition} are not read`]),
        ...(offset > last
          ? [`${app}: committed ${offset} in ${name}/${partition}, which ends at ${last}`]
          : []),
      ];
    });
  });
  return (await Promise.all(wrong)).flat();
}
