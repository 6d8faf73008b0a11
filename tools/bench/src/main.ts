// Compares Panto with its rival; see docs/performance.md. Started by tools/bin/bench.mjs, which builds both.
import { writeFileSync } from 'node:fs';
import { help, readArguments, type BenchArguments } from './arguments';
import { Cluster } from './cluster';
import type { Contender } from './contender';
import { environmentOf } from './environment';
import { panto } from './panto';
import { rival } from './rival';
import { openServers } from './servers';
import { throughput } from './throughput';

const root = process.cwd();
const home = process.env['PANTO_BENCH_RIVAL'] ?? '';

async function run(asked: BenchArguments): Promise<void> {
  const environment = environmentOf(root);
  console.log(JSON.stringify(environment));
  const servers = await openServers(root);
  try {
    const cluster = await Cluster.open(servers.kafka);
    try {
      const stage = { root, servers, cluster };
      const contenders: Contender[] = [
        ...(asked.rival ? [rival({ home, streams: asked.streams })] : []),
        ...asked.processes.map(panto),
      ];
      const cases: Record<string, unknown> = {};
      for (const name of asked.cases) cases[name] = await throughput(stage, contenders, name, asked);
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
// Connections that an error left open would keep the process.
process.exit();
