import { writeFileSync } from 'node:fs';
import type { BenchArguments } from './arguments';
import { Cluster } from './cluster';
import type { Rules } from './check-spec';
import type { Stage } from './contender';
import { panto } from './panto';
import { makeBacklog } from './backlog';
import { plot } from './plot';
import { race, type Run } from './race';
import { columns, grouped, median } from './report';
import { dimensions, type Dimension, type Point } from './scale-point';

type Setting = Readonly<Record<Dimension, number>>;

/** The starting point: one variable changes at a time. */
const base: Setting = { partitions: 32, processes: 2, checks: 10_000 };
const values: Readonly<Record<Dimension, readonly number[]>> = {
  partitions: [1, 4, 32, 256],
  processes: [1, 2, 3, 4],
  checks: [10_000, 100_000, 1_000_000],
};

/**
 * Short windows: a million Checks have to fill them before anything is measured, and until then every Result publishes
 * a State.
 */
const rules: Rules = { ago: 240, interval: 60, last: 5 };
const warmUp = 7;

/** How cost grows with partitions, processes and Checks: Panto alone. */
export async function scale(stage: Stage, asked: BenchArguments): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const dimension of dimensions) {
    for (const value of values[dimension]) {
      const runs = await measure(stage, { ...base, [dimension]: value }, asked);
      const of = (pick: (run: Run) => number): number => median(runs.map(pick));
      points.push({
        dimension,
        value,
        resultsPerSecond: of((run) => run.resultsPerSecond),
        cpuMicroseconds: of((run) => run.cpuMicroseconds),
        peakBytes: of((run) => run.peakBytes),
      });
      console.log(`  ${line(points.at(-1)).join('  ')}`);
    }
  }
  const header = ['', '', 'results/s', 'cpu µs', 'peak MiB'];
  if (asked.plot !== undefined) writeFileSync(asked.plot, plot(points));
  console.log(`\nscale\n${columns([header, ...points.map(line)])}\n`);
  return points;
}

async function measure(
  stage: Stage,
  { partitions, processes, checks }: Setting,
  { runs, results, jitter, seed }: BenchArguments,
): Promise<readonly Run[]> {
  const cluster = await Cluster.open(stage.servers.kafka, partitions);
  try {
    const own = { ...stage, cluster };
    const plan = { name: 'scale', health: 'healthy', checks, warmUp, results, rules, jitter, seed } as const;
    const backlog = await makeBacklog(cluster, stage.servers.registry, plan);
    const found: Run[] = [];
    for (let run = 0; run < runs; run++) found.push(await race(own, panto(processes), backlog));
    return found;
  } finally {
    await cluster.close();
  }
}

function line(point: Point | undefined): readonly string[] {
  if (point === undefined) return [];
  const { dimension, value, resultsPerSecond, cpuMicroseconds, peakBytes } = point;
  const figures = [cpuMicroseconds.toFixed(1), grouped(peakBytes / 1_048_576)];
  return [dimension, grouped(value), grouped(resultsPerSecond), ...figures];
}
