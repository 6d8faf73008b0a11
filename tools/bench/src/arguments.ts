import { parseArgs } from 'node:util';

/** The cases that can be run. */
export const caseNames = [
  'healthy',
  'down',
  'history',
  'restart',
  'latency',
  'floor',
  'takeover',
  'scale',
  'soak',
  'outage',
  'pace',
] as const;
export type CaseName = (typeof caseNames)[number];

/** What the command line asks for. */
export interface BenchArguments {
  readonly cases: readonly CaseName[];
  readonly runs: number;
  readonly results: number;
  readonly checks: number;
  readonly partitions: number;
  /** Checks of case `restart`, and the Results that each of them had before. */
  readonly restartChecks: number;
  readonly warmUp: number;
  /** Seconds during which each Check has one Result a minute before the process is killed. */
  readonly steady: number;
  /** Checks of the case `history`. */
  readonly series: number;
  /** How long cases `soak` and `pace` take. */
  readonly minutes: number;
  readonly jitter: number;
  readonly seed: number;
  readonly json: string | undefined;
  /** File for the plot of case `scale`. */
  readonly plot: string | undefined;
  readonly rival: boolean;
  /** Whether Kafka Streams also runs with its default settings. */
  readonly untuned: boolean;
  /** Numbers of Panto processes. */
  readonly processes: readonly number[];
  /** Settings of Kafka Streams that differ from the tuned ones. */
  readonly streams: Readonly<Record<string, string>>;
}

/** What `--help` prints. */
export const help = `Compares Panto with the same fold on Kafka Streams.

  npm run bench [-- options]

  --case A,B       ${caseNames.join(', ')} (healthy,down)
  --runs N         runs of each contender, in turn (3)
  --results N      measured Results (2000000)
  --checks N       Checks (10000)
  --partitions N   partitions of each topic (4)
  --restart-checks N  Checks of case restart (100000)
  --warm-up N      earlier Results of each of them, also in cases takeover and pace (62)
  --steady N       seconds at one Result a minute per Check before the kill of case restart (60)
  --series N       Checks of case history, 24 h of history each (2000)
  --minutes N      duration of cases soak and pace (30)
  --jitter MS      timestamps lie up to this much after the interval (10)
  --seed N         seed of the random numbers (1)
  --processes A,B  numbers of processes of Panto (1,2)
  --panto-only, --rival-only
  --untuned        Kafka Streams with its default settings, too
  --streams K=V    a setting of Kafka Streams; repeatable
  --plot FILE      the plot of case scale, as SVG
  --json FILE      all measurements, with the machine

PANTO_KAFKA_BOOTSTRAP_SERVERS and PANTO_SCHEMA_REGISTRY_URL, if both are set: the servers to use; backlogs stay there
for the next run. PANTO_BENCH_NODE_FLAGS: flags for Panto's node, such as --cpu-prof.
`;

/** Reads the command line; throws an error with one sentence. */
export function readArguments(words: readonly string[]): BenchArguments | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      case: { type: 'string', default: 'healthy,down' },
      runs: { type: 'string', default: '3' },
      results: { type: 'string', default: '2000000' },
      checks: { type: 'string', default: '10000' },
      partitions: { type: 'string', default: '4' },
      'restart-checks': { type: 'string', default: '100000' },
      'warm-up': { type: 'string', default: '62' },
      steady: { type: 'string', default: '60' },
      series: { type: 'string', default: '2000' },
      minutes: { type: 'string', default: '30' },
      jitter: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: '1,2' },
      'panto-only': { type: 'boolean', default: false },
      'rival-only': { type: 'boolean', default: false },
      untuned: { type: 'boolean', default: false },
      streams: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      plot: { type: 'string' },
    },
  });
  if (values.help) return undefined;
  return {
    cases: values.case.split(',').map(caseOf),
    runs: whole('runs', values.runs, 1),
    results: whole('results', values.results, 1),
    checks: whole('checks', values.checks, 1),
    partitions: whole('partitions', values.partitions, 1),
    restartChecks: whole('restart-checks', values['restart-checks'], 64),
    warmUp: whole('warm-up', values['warm-up'], 1),
    steady: whole('steady', values.steady, 0),
    series: whole('series', values.series, 1),
    minutes: whole('minutes', values.minutes, 4),
    jitter: whole('jitter', values.jitter, 0),
    seed: whole('seed', values.seed, 0),
    json: values.json,
    plot: values.plot,
    rival: !values['panto-only'],
    untuned: values.untuned,
    processes: values['rival-only']
      ? []
      : values.processes.split(',').map((one) => whole('processes', one, 1)),
    streams: Object.fromEntries(values.streams.map(pair)),
  };
}

function caseOf(name: string): CaseName {
  const found = caseNames.find((known) => known === name);
  if (found === undefined) throw new Error(`no case is called ${name}; there are ${caseNames.join(', ')}`);
  return found;
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} ${text}: not a whole number from ${least}`);
  return value;
}

function pair(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new Error(`--streams ${text}: not name=value`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
