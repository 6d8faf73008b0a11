import { setTimeout as sleep } from 'node:timers/promises';
import type { Backlog } from './backlog';
import type { Child } from './child';
import { total } from './cluster';
import type { Contender, Stage } from './contender';
import { usageOfAll } from './process-usage';
import { summarise, type StatesSummary } from './states-summary';

/** How often progress is sampled, and how long a run may take, ms. */
const look = 100;
const patience = 1_800_000;

/** The measurements of a run. */
export interface Run {
  readonly contender: string;
  readonly rival: boolean;
  /** Of the measured part, from its beginning to its end. */
  readonly resultsPerSecond: number;
  /** Of everything, warm-up included, from the start of the processes. */
  readonly resultsPerSecondFromStart: number;
  readonly seconds: number;
  /** From the start of the processes to the first progress. */
  readonly startSeconds: number;
  /** CPU time of the measured part per Result. */
  readonly cpuMicroseconds: number;
  readonly peakBytes: number;
  readonly states: StatesSummary;
}

/** One sample of progress. */
interface Look {
  readonly at: number;
  readonly done: number;
  readonly cpuSeconds: number;
}

/** Lets a contender read a backlog to its end. */
export async function race(stage: Stage, contender: Contender, backlog: Backlog): Promise<Run> {
  const prepared = await contender.prepare(stage, backlog);
  const children = prepared.start();
  const began = children[0]?.startedAt ?? 0;
  let looks: readonly Look[];
  let peakBytes: number;
  try {
    looks = await watch(stage, prepared.group, backlog, children);
    peakBytes = usageOfAll(children.map(({ pid }) => pid)).peakBytes;
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
  const states = await summarise(stage.cluster, prepared.states);
  await prepared.clear();
  const last = looks.at(-1) ?? { at: began, done: 0, cpuSeconds: 0 };
  const first = looks.find(({ done }) => done > 0) ?? last;
  const warm = backlog.warm === 0 ? first : crossing(looks, backlog.warm);
  const measured = last.done - warm.done;
  return {
    contender: contender.name,
    rival: contender.rival,
    resultsPerSecond: measured / ((last.at - warm.at) / 1000),
    resultsPerSecondFromStart: last.done / ((last.at - began) / 1000),
    seconds: (last.at - warm.at) / 1000,
    startSeconds: (first.at - began) / 1000,
    cpuMicroseconds: ((last.cpuSeconds - warm.cpuSeconds) * 1e6) / measured,
    peakBytes,
    states,
  };
}

/** Samples the committed offsets until all are at their ends. */
async function watch(
  { cluster }: Stage,
  group: string,
  { topic, ends }: Backlog,
  children: readonly Child[],
): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const end = performance.now() + patience; performance.now() < end; await sleep(look)) {
    for (const child of children) child.check();
    const committed = await cluster.committed(group, topic);
    // Ticks after the backlog do not count.
    const done = total(committed.map((offset, partition) => Math.min(offset, ends[partition] ?? 0)));
    looks.push({
      at: performance.now(),
      done,
      cpuSeconds: usageOfAll(children.map(({ pid }) => pid)).cpuSeconds,
    });
    if (done === total(ends)) return looks;
  }
  throw new Error(
    `backlog not read after ${patience / 60_000} minutes:\n${children.map(({ said }) => said).join('\n')}`,
  );
}

/** When a number of Results were done, interpolated between two samples. */
function crossing(looks: readonly Look[], done: number): Look {
  const index = looks.findIndex((one) => one.done >= done);
  const after = looks[index];
  const before = looks[index - 1];
  if (after === undefined || before === undefined)
    throw new Error('the backlog was read before its progress was first sampled');
  const share = (done - before.done) / (after.done - before.done);
  const between = (from: number, to: number): number => from + (to - from) * share;
  return {
    at: between(before.at, after.at),
    done,
    cpuSeconds: between(before.cpuSeconds, after.cpuSeconds),
  };
}
