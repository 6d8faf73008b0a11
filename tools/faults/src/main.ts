// `npm run faults`: applies faults to the real processes, and checks every record. The exit code says whether all held.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Cluster } from './cluster';
import type { Fault } from './fault';
import { faultNamed, faults } from './faults/index';
import { runFaults, type RunReport } from './run';

// dist/tools/faults/main.js
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const help = `npm run faults -- [--faults a,b,c] [--rounds N] [--seed N] [--mixed] [--brokers N] [--program app|stage]

  --faults   names of faults, or all (default); each is done alone, one after another
  --rounds   how often each is done (default 5)
  --seed     the same seed gives the same faults in the same order (default: from the clock)
  --mixed    all of them, in random order, to one running pipeline; --rounds is then the total
  --program  app: the apps of the product; stage: the same stages in processes with a session of 6 s, not 10 s
             (default: what the fault says)
  --brokers  how many brokers to start (default: 3 if a fault needs them, else 1)

The processes inherit the environment: PANTO_STANDBY=true npm run faults

${faults.map(({ name, what }) => `  ${name.padEnd(24)}${what}`).join('\n')}
`;

interface Asked {
  readonly faults: readonly Fault[];
  readonly rounds: number;
  readonly seed: number;
  readonly mixed: boolean;
  readonly brokers: number;
  readonly program: 'app' | 'stage' | undefined;
}

function readArguments(words: readonly string[]): Asked | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean' },
      faults: { type: 'string', default: 'all' },
      rounds: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      mixed: { type: 'boolean', default: false },
      brokers: { type: 'string' },
      program: { type: 'string' },
    },
  });
  if (values.help === true) return undefined;
  const chosen = values.faults === 'all' ? faults : values.faults.split(',').map(faultNamed);
  const needed = Math.max(1, ...chosen.map(({ brokers }) => brokers));
  return {
    faults: chosen,
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    mixed: values.mixed,
    brokers: Number(values.brokers ?? needed),
    program: programNamed(values.program),
  };
}

function programNamed(name: string | undefined): Asked['program'] {
  if (name === undefined || name === 'app' || name === 'stage') return name;
  throw new Error(`--program is app or stage, not ${name}.`);
}

async function run(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked === undefined) return void process.stdout.write(help);
  const { seed, rounds, mixed, brokers, program } = asked;
  const cluster = new Cluster(root, brokers);
  const tell = (text: string) => console.log(text);
  process.once('SIGINT', () => void cluster.stop().then(() => process.exit(130)));
  try {
    tell(`Starts ${brokers === 1 ? 'a broker' : `${brokers} brokers`} and a registry in ${cluster.folder}.`);
    await cluster.start(tell);
    const groups = mixed ? [asked.faults] : asked.faults.map((fault) => [fault]);
    for (const group of groups) {
      const names = group.map(({ name }) => name).join(',');
      const again = `npm run faults -- --seed ${seed} --rounds ${rounds} --faults ${names}${mixed ? ' --mixed' : ''}${program ? ` --program ${program}` : ''}`;
      tell(`${names}: ${again}`);
      const site = { kafka: cluster.bootstrap, registry: cluster.registryUrl, replicationFactor: brokers };
      const report = await runFaults({
        root,
        site,
        cluster,
        faults: group,
        rounds,
        seed,
        program,
        tell,
      }).catch(failed);
      tell(told(names, seed, report));
      if (report.wrong.length > 0) process.exitCode = 1;
    }
  } finally {
    await cluster.stop();
  }
}

/** A run that did not finish counts as wrong, too. */
function failed(error: unknown): Pick<RunReport, 'wrong'> & Partial<RunReport> {
  return { wrong: [error instanceof Error ? error.message : String(error)] };
}

function told(names: string, seed: number, report: Pick<RunReport, 'wrong'> & Partial<RunReport>): string {
  const { wrong, counts, rounds, seconds, ownEnds = [] } = report;
  const lines = [
    ...ownEnds.map((line) => `  ended by itself: ${line}`),
    ...wrong.slice(0, 12).map((line) => `  WRONG ${line}`),
  ];
  const sum = JSON.stringify({ faults: names, seed, rounds, seconds, ...counts, ownEnds: ownEnds.length, wrong: wrong.length }); // prettier-ignore
  return [...lines, `${wrong.length === 0 ? 'held  ' : 'FAILED'} ${sum}`].join('\n');
}

await run();
// What a failed run left open must not keep this process alive.
process.exit();
