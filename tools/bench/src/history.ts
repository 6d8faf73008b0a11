import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { removeBed } from './bed';
import { catchUp } from './catch-up';
import { configuredSource } from './configured-source';
import type { Contender, Stage } from './contender';
import { freshBed } from './fresh-bed';
import { heapOf, probing } from './heap-of';
import { panto } from './panto';
import type { Run } from './race';
import { grouped } from './report';
import { throughput, type Shape } from './throughput';

/** Samples of each Check at the two moments when memory is measured: all windows but the longest are full at both. */
const [few, many] = [200, 1_400];

/** Memory that a Check of Panto takes, bytes. */
export interface Holding {
  readonly perSample: number;
  readonly perCheck: number;
}

/** Throughput with a day of history, and the memory that a held sample takes. */
export async function history(
  stage: Stage,
  contenders: readonly Contender[],
  shape: Shape,
  asked: BenchArguments,
): Promise<{ readonly runs: readonly Run[]; readonly holding: Holding | undefined }> {
  const runs = await throughput(stage, contenders, shape, asked);
  if (contenders.every(({ rival }) => rival)) return { runs, holding: undefined };
  const holding = await hold(stage, shape, asked);
  const { perSample, perCheck } = holding;
  console.log(`${grouped(shape.checks)} Checks: ${perSample.toFixed(2)} bytes per held sample, plus ${grouped(perCheck)} per Check\n`); // prettier-ignore
  return { runs, holding };
}

/** The heap after garbage collection with no, few and many samples per Check. */
async function hold(
  stage: Stage,
  { checks, rules }: Shape,
  { jitter, seed }: BenchArguments,
): Promise<Holding> {
  const { cluster, root } = stage;
  const bed = await freshBed(stage, 'hold', rules);
  const prepared = await panto(1, probing(root)).prepare(stage, bed);
  const children = prepared.start();
  const interval = rules.interval * 1000;
  const heap = async (): Promise<number> => {
    await catchUp(stage, prepared.group, bed, children);
    await sleep(10_000);
    return heapOf(children);
  };
  try {
    const nothing = await heap();
    const source = await configuredSource(stage, bed, { checks, jitter, seed });
    const now = Date.now();
    await source.fill(checks, checks * few, interval, now - (many - few) * interval);
    const first = await heap();
    await source.fill(checks, checks * (many - few), interval, now);
    const second = await heap();
    source.sender.close();
    const perSample = (second - first) / (checks * (many - few));
    return { perSample, perCheck: (first - nothing) / checks - few * perSample };
  } finally {
    await Promise.all(children.map((child) => child.end()));
    await prepared.clear();
    await removeBed(cluster, bed);
  }
}
