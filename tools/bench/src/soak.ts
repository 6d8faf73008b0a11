import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { type Bed, removeBed } from './bed';
import { catchUp } from './catch-up';
import type { Child } from './child';
import { configuredSource } from './configured-source';
import type { Stage } from './contender';
import { freshBed } from './fresh-bed';
import { panto } from './panto';
import { usageOf } from './process-usage';
import { startProcessor } from './processor';
import { columns, grouped } from './report';
import { steadily } from './steady-flow';

/** Short windows: they are full after some five minutes, and from then on nothing has a reason to grow. */
const rules = { ago: 60, interval: 1, last: 5 };
const minute = 60_000;
const mebibyte = 1_048_576;

/** What a process holds at a moment. */
interface Sample {
  readonly bytes: number;
  /** Open files and connections. */
  readonly files: number;
}

/** A process that ran the whole time, sampled every minute. */
export interface Soaked {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/**
 * Measures whether anything grows: two processes under a steady flow, one Result a second for each Check, while a third
 * one is killed and restarted every minute.
 */
export async function soak(stage: Stage, asked: BenchArguments): Promise<readonly Soaked[]> {
  const { cluster } = stage;
  const { checks, minutes, seed } = asked;
  const bed = await freshBed(stage, 'soak', rules);
  const source = await configuredSource(stage, bed, { checks, jitter: 1, seed });
  const prepared = await panto(1).prepare(stage, bed);
  const staying = [begin(stage, bed, 'a'), begin(stage, bed, 'b')];
  let victim = begin(stage, bed, 'c');
  const soaked = staying.map(({ name }) => ({ name, samples: [] as Sample[] }));
  try {
    const flow = steadily(source, { checks, rate: checks, duration: minutes * minute });
    // It is awaited below; until then a failure must not count as unhandled.
    flow.catch(() => undefined);
    for (let passed = 1; passed <= minutes; passed += 1) {
      await sleep(minute);
      staying.forEach((one, i) => soaked[i]?.samples.push(sampleOf(one)));
      console.log(`  ${passed} min: ${soaked.map(lastOf).join(', ')}`);
      await victim.end('SIGKILL');
      victim = begin(stage, bed, 'c');
    }
    await flow;
    await catchUp(stage, prepared.group, bed, [...staying, victim]);
  } finally {
    await Promise.all([...staying, victim].map((one) => one.end()));
    source.sender.close();
    await prepared.clear();
    await removeBed(cluster, bed);
  }
  console.log(`\nsoak, ${grouped(checks)} Checks, ${grouped(checks)} Results/s\n${table(soaked)}\n`);
  return soaked;
}

function begin(stage: Stage, { prefix }: Bed, name: string): Child {
  return startProcessor(stage, prefix, { name, env: { PANTO_INSTANCE: name } });
}

function sampleOf(child: Child): Sample {
  child.check();
  return { bytes: usageOf(child.pid).bytes, files: readdirSync(`/proc/${child.pid}/fd`).length };
}

function lastOf({ name, samples }: Soaked): string {
  const { bytes, files } = samples.at(-1) ?? { bytes: 0, files: 0 };
  return `${name} ${grouped(bytes / mebibyte)} MiB, ${files} files`;
}

/** The second quarter next to the last: in the first one the windows fill. */
function table(soaked: readonly Soaked[]): string {
  const rows = soaked.map(({ name, samples }) => {
    const quarter = (from: number): readonly Sample[] =>
      samples.slice(Math.floor((samples.length * from) / 4), Math.ceil((samples.length * (from + 1)) / 4));
    const [second, last] = [quarter(1), quarter(3)];
    const memory = (some: readonly Sample[]): string => spread(some.map(({ bytes }) => bytes / mebibyte));
    const files = (some: readonly Sample[]): string => spread(some.map((one) => one.files));
    return [name, memory(second), memory(last), files(second), files(last)];
  });
  const header = ['', 'MiB, second quarter', 'last quarter', 'files, second quarter', 'last quarter'];
  return columns([header, ...rows]);
}

function spread(values: readonly number[]): string {
  return `${grouped(Math.min(...values))} to ${grouped(Math.max(...values))}`;
}
