import { setTimeout as sleep } from 'node:timers/promises';
import type { Bed } from './bed';
import type { Child } from './child';
import { total } from './cluster';
import type { Stage } from './contender';

/** Waits until a group has read all Results that are in the topic now. */
export async function catchUp(
  { cluster }: Stage,
  group: string,
  { topic }: Bed,
  children: readonly Child[],
): Promise<void> {
  const ends = await cluster.ends(topic);
  for (const end = performance.now() + 1_800_000; performance.now() < end; await sleep(200)) {
    for (const child of children) child.check();
    const committed = await cluster.committed(group, topic);
    if (total(committed.map((offset, i) => Math.min(offset, ends[i] ?? 0))) === total(ends)) return;
  }
  throw new Error(`${group} does not catch up`);
}
