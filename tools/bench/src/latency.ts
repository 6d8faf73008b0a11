import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { removeBed } from './bed';
import { catchUp } from './catch-up';
import { usualTrend } from './check-spec';
import { configuredSource } from './configured-source';
import type { Contender, Stage } from './contender';
import { freshBed } from './fresh-bed';
import { columns, median } from './report';
import { StateWatch, type Seen } from './state-watch';
import { steadily } from './steady-flow';
import { windows } from './throughput';

/** Results per second, duration, and how much of the beginning is not counted, ms. */
const rate = 10_000;
const duration = 30_000;
const settling = 3_000;

/** Time from producing a Result to reading its State, ms. */
export interface Latency {
  readonly contender: string;
  readonly states: number;
  /** Results per second that were actually produced. */
  readonly rate: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Measures the latency of each contender in turn at a steady rate. */
export async function latency(
  stage: Stage,
  contenders: readonly Contender[],
  { checks, runs, seed }: BenchArguments,
): Promise<readonly Latency[]> {
  const all: Latency[] = [];
  for (let run = 1; run <= runs; run++) {
    for (const contender of contenders) all.push(await measure(stage, contender, checks, seed + run));
  }
  const names = [...new Set(all.map(({ contender }) => contender))];
  const rows = names.map((name) => {
    const own = all.filter(({ contender }) => contender === name);
    const of = (pick: (one: Latency) => number): string => median(own.map(pick)).toFixed(0);
    return [name, of((l) => l.p50), of((l) => l.p95), of((l) => l.p99), of((l) => l.max), of((l) => l.rate), of((l) => l.states)]; // prettier-ignore
  });
  console.log(
    `\nlatency\n${columns([['', 'p50 ms', 'p95', 'p99', 'max', 'results/s', 'states'], ...rows])}\n`,
  );
  return all;
}

async function measure(stage: Stage, contender: Contender, checks: number, seed: number): Promise<Latency> {
  const { cluster } = stage;
  const rules = { ago: 3600, interval: 60, last: usualTrend };
  const bed = await freshBed(stage, 'latency', rules);
  const source = await configuredSource(stage, bed, { checks, jitter: 1, seed });
  await source.fill(checks, checks * windows, rules.interval * 1000, Date.now());
  const prepared = await contender.prepare(stage, bed);
  const children = prepared.start();
  try {
    await catchUp(stage, prepared.group, bed, children);
    const watch = await StateWatch.open(cluster, prepared.states);
    const began = Date.now();
    const produced = await steadily(source, { checks, rate, duration });
    await sleep(2_000);
    await watch.close();
    const counted = watch.seen.filter(({ state }) => state.timestamp >= began + settling);
    return { contender: contender.name, rate: (produced * 1000) / duration, ...percentiles(counted) };
  } finally {
    await Promise.all(children.map((child) => child.end()));
    source.sender.close();
    await prepared.clear();
    await removeBed(cluster, bed);
  }
}

function percentiles(seen: readonly Seen[]): Omit<Latency, 'contender' | 'rate'> {
  const times = seen.map(({ state, at }) => at - state.timestamp).sort((a, b) => a - b);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { states: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
