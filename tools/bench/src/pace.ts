import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { removeBed } from './bed';
import { catchUp } from './catch-up';
import { usualTrend } from './check-spec';
import { configuredSource } from './configured-source';
import type { Stage } from './contender';
import { freshBed } from './fresh-bed';
import { heapOf, probing } from './heap-of';
import { panto } from './panto';
import { advised } from './processor';
import { usageOf } from './process-usage';
import { grouped } from './report';
import { steadily } from './steady-flow';

const rules = { ago: 3600, interval: 60, last: usualTrend };
const minute = 60_000;
const mebibyte = 1_048_576;

/** The cost of Checks with one Result a minute, as most have. */
export interface Pace {
  /** Memory of a Check with all its samples, inside and outside the heap, bytes. */
  readonly perCheck: number;
  /** CPU time per Result. */
  readonly cpuMicroseconds: number;
  /** Memory of the process, bytes. */
  readonly bytes: number;
}

/** Measures one process at the everyday pace: one Result a minute for each Check, with all windows full. */
export async function pace(stage: Stage, asked: BenchArguments): Promise<Pace> {
  const { checks, warmUp, minutes, jitter, seed } = asked;
  const { cluster, root } = stage;
  const bed = await freshBed(stage, 'pace', rules);
  const prepared = await panto(1, [...advised, ...probing(root)]).prepare(stage, bed);
  const children = prepared.start();
  const [child] = children;
  if (child === undefined) throw new Error('nothing is running');
  try {
    await sleep(10_000);
    const nothing = await heapOf(children);
    const source = await configuredSource(stage, bed, { checks, jitter, seed });
    const flow = (duration: number): Promise<number> =>
      steadily(source, { checks, rate: checks / 60, duration });
    await source.fill(checks, checks * warmUp, rules.interval * 1000, Date.now());
    await catchUp(stage, prepared.group, bed, children);
    await flow(2 * minute);
    const before = usageOf(child.pid);
    const results = await flow((minutes - 2) * minute);
    const after = usageOf(child.pid);
    const result = {
      perCheck: ((await heapOf(children)) - nothing) / checks,
      cpuMicroseconds: ((after.cpuSeconds - before.cpuSeconds) * 1e6) / results,
      bytes: after.bytes,
    };
    source.sender.close();
    console.log(`\npace, ${grouped(checks)} Checks\n${sentence(result)}\n`);
    return result;
  } finally {
    await Promise.all(children.map((one) => one.end()));
    await prepared.clear();
    await removeBed(cluster, bed);
  }
}

function sentence({ perCheck, cpuMicroseconds, bytes }: Pace): string {
  return `${grouped(perCheck)} bytes per Check with its samples; ${cpuMicroseconds.toFixed(1)} µs per Result; the process has ${grouped(bytes / mebibyte)} MiB`;
}
