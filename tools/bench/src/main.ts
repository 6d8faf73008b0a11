// Compares Panto with its rival; see docs/performance.md. Started by tools/bin/bench.mjs, which builds both.
import { writeFileSync } from 'node:fs';
import { help, readArguments, type BenchArguments, type CaseName } from './arguments';
import { usualTrend } from './check-spec';
import { Cluster } from './cluster';
import type { Contender, Stage } from './contender';
import { environmentOf } from './environment';
import { floor } from './floor';
import { history } from './history';
import { latency } from './latency';
import { outage } from './outage';
import { pace } from './pace';
import { panto } from './panto';
import { restart } from './restart';
import { rival } from './rival';
import { scale } from './scale';
import { openServers } from './servers';
import { soak } from './soak';
import { takeover } from './takeover';
import { throughput } from './throughput';

const root = process.cwd();
const home = process.env['PANTO_BENCH_RIVAL'] ?? '';

const hour = { ago: 3600, interval: 60, last: usualTrend };
const day = { ago: 86_400, interval: 60, last: usualTrend };

function runCase(
  name: CaseName,
  stage: Stage,
  contenders: readonly Contender[],
  asked: BenchArguments,
): Promise<unknown> {
  const { checks } = asked;
  switch (name) {
    case 'healthy':
    case 'down':
      return throughput(stage, contenders, { name, health: name, rules: hour, checks }, asked);
    case 'history':
      return history(stage, contenders, { name, health: 'healthy', rules: day, checks: asked.series }, asked);
    case 'restart':
      return restart(stage, contenders, asked);
    case 'latency':
      return latency(stage, contenders, asked);
    case 'takeover':
      return takeover(stage, asked);
    case 'scale':
      return scale(stage, asked);
    case 'soak':
      return soak(stage, asked);
    case 'outage':
      return outage(stage, asked);
    case 'pace':
      return pace(stage, asked);
    case 'floor':
      return floor(stage, { name: 'healthy', health: 'healthy', rules: hour, checks }, asked);
  }
}

async function run(asked: BenchArguments): Promise<void> {
  const environment = environmentOf(root);
  console.log(JSON.stringify(environment));
  const servers = await openServers(root);
  try {
    const cluster = await Cluster.open(servers.kafka, asked.partitions);
    try {
      const stage = { root, servers, cluster };
      const contenders: Contender[] = [
        ...(asked.rival ? [rival({ home, streams: asked.streams })] : []),
        ...(asked.untuned ? [rival({ home, untuned: true })] : []),
        ...asked.processes.map((processes) => panto(processes)),
      ];
      const cases: Record<string, unknown> = {};
      for (const name of asked.cases) cases[name] = await runCase(name, stage, contenders, asked);
      if (asked.json !== undefined) {
        writeFileSync(asked.json, JSON.stringify({ environment, asked, cases }, null, 2));
      }
    } finally {
      await cluster.close();
    }
  } finally {
    await servers.stop();
  }
}

try {
  const asked = readArguments(process.argv.slice(2));
  if (asked === undefined) process.stdout.write(help);
  else await run(asked);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// Connections left open by an error would keep the process alive.
process.exit();
