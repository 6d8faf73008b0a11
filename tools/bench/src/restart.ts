import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { removeBed, Source, type Bed } from './bed';
import { catchUp } from './catch-up';
import { usualTrend } from './check-spec';
import type { Child } from './child';
import { configuredSource } from './configured-source';
import type { Contender, Prepared, Stage } from './contender';
import { freshBed } from './fresh-bed';
import { usageOfAll } from './process-usage';
import { columns, grouped, median } from './report';
import { ResultSeries } from './result-series';
import { StateWatch } from './state-watch';
import { steadily } from './steady-flow';

/** Results that wait for the restarted processes: enough for every partition to have some. */
const fresh = 64;

/** Time from the start after a kill -9. */
export interface Restart {
  readonly contender: string;
  /** To the first State from a Result that came after the kill, s. */
  readonly first: number;
  /** To the first such State in every partition, s. */
  readonly all: number;
  /** Memory of the processes before the kill, bytes. */
  readonly bytes: number;
}

/** Measures restarts with many Checks in memory, each contender in turn. */
export async function restart(
  stage: Stage,
  contenders: readonly Contender[],
  asked: BenchArguments,
): Promise<readonly Restart[]> {
  const { cluster } = stage;
  const { restartChecks: checks, warmUp, runs, seed } = asked;
  const rules = { ago: 3600, interval: 60, last: usualTrend };
  const found: Restart[] = [];
  for (const contender of contenders) {
    const bed = await freshBed(stage, 'restart', rules);
    const source = await configuredSource(stage, bed, { checks, jitter: asked.jitter, seed });
    await source.fill(checks, checks * warmUp, rules.interval * 1000, Date.now() - 120_000);
    const prepared = await contender.prepare(stage, bed);
    let children = prepared.start();
    try {
      await catchUp(stage, prepared.group, bed, children);
      for (let run = 0; run < runs; run++) {
        // Each Check once per interval, as on any other day.
        await steadily(source, { checks, rate: checks / rules.interval, duration: asked.steady * 1000 });
        const again = await killAndStart(stage, bed, prepared, children, seed + run);
        children = again.children;
        found.push({ contender: contender.name, ...again.measured });
        console.log(
          `  ${contender.name}: ${again.measured.first.toFixed(1)} s, ${again.measured.all.toFixed(1)} s`,
        );
      }
    } finally {
      source.sender.close();
      await Promise.all(children.map((child) => child.end()));
      await prepared.clear();
      await removeBed(cluster, bed);
    }
  }
  console.log(`\nrestart, ${grouped(checks)} Checks\n${table(found)}\n`);
  return found;
}

async function killAndStart(
  { cluster, servers }: Stage,
  bed: Bed,
  prepared: Prepared,
  children: readonly Child[],
  seed: number,
): Promise<{ children: readonly Child[]; measured: Omit<Restart, 'contender'> }> {
  const { bytes } = usageOfAll(children.map(({ pid }) => pid));
  await Promise.all(children.map((child) => child.end('SIGKILL')));
  const watch = await StateWatch.open(cluster, prepared.states);
  const down = new ResultSeries(fresh, 'down', 1, seed);
  const source = await Source.open(cluster, servers.registry, bed, fresh, down);
  const now = Date.now();
  for (let check = 0; check < fresh; check++) await source.send(check, now);
  await source.sender.flush();
  source.sender.close();
  const began = performance.timeOrigin + performance.now();
  const started = prepared.start();
  const isFresh = ({ state }: { state: { timestamp: number } }): boolean => state.timestamp >= now;
  for (const end = Date.now() + 900_000; Date.now() < end; await sleep(20)) {
    for (const child of started) child.check();
    const answered = watch.seen.filter(isFresh);
    if (new Set(answered.map(({ partition }) => partition)).size === cluster.partitions) {
      await watch.close();
      const firsts = Array.from({ length: cluster.partitions }, (_, p) =>
        Math.min(...answered.filter(({ partition }) => partition === p).map(({ at }) => at)),
      );
      const seconds = (at: number): number => (at - began) / 1000;
      const measured = { first: seconds(Math.min(...firsts)), all: seconds(Math.max(...firsts)), bytes };
      return { children: started, measured };
    }
  }
  throw new Error(`no State after the restart:\n${started.map(({ said }) => said).join('\n')}`);
}

function table(found: readonly Restart[]): string {
  const names = [...new Set(found.map(({ contender }) => contender))];
  const rows = names.map((name) => {
    const own = found.filter(({ contender }) => contender === name);
    return [
      name,
      median(own.map(({ first }) => first)).toFixed(1),
      median(own.map(({ all }) => all)).toFixed(1),
      grouped(median(own.map(({ bytes }) => bytes)) / 1_048_576),
    ];
  });
  return columns([['', 'first State s', 'all partitions s', 'MiB before'], ...rows]);
}
