import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchArguments } from './arguments';
import { removeBed, type Source, type Bed } from './bed';
import { catchUp } from './catch-up';
import { usualTrend } from './check-spec';
import type { Child } from './child';
import { configuredSource } from './configured-source';
import type { Stage } from './contender';
import { freshBed } from './fresh-bed';
import { panto } from './panto';
import { startProcessor } from './processor';
import { columns, grouped, median } from './report';

/** Results per second throughout. */
const rate = 1_000;
/** Time for deferred writes, such as snapshots, and for standbys, ms. */
const settling = 10_000;

/** What made tasks move. */
type Cause = 'stop' | 'kill' | 'join';

/** How tasks moved to another process. */
export interface Takeover {
  readonly standby: boolean;
  readonly cause: Cause;
  /** From the event to the assignment, s. */
  readonly noticed: number;
  /** From the assignment until the last of the tasks was processing, s. */
  readonly stood: number;
  /** Most records read to restore a partition. */
  readonly records: number;
}

/** A line that a process logged. */
interface Line {
  readonly time: string;
  readonly message: string;
  readonly tasks?: readonly number[];
  readonly records?: number;
}

/** Measures takeovers: one of two processes is stopped or killed, and another one joins. */
export async function takeover(stage: Stage, asked: BenchArguments): Promise<readonly Takeover[]> {
  const { cluster } = stage;
  const { checks, warmUp, runs, seed } = asked;
  const rules = { ago: 3600, interval: 60, last: usualTrend };
  const bed = await freshBed(stage, 'takeover', rules);
  const source = await configuredSource(stage, bed, { checks, jitter: asked.jitter, seed });
  await source.fill(checks, checks * warmUp, rules.interval * 1000, Date.now() - 120_000);
  const traffic = new Traffic(source, checks);
  const prepared = await panto(1).prepare(stage, bed);
  const found: Takeover[] = [];
  try {
    for (let run = 0; run < runs; run++) {
      for (const standby of [false, true]) {
        for (const cause of ['stop', 'kill'] as const) {
          found.push(...(await round(stage, bed, prepared.group, standby, cause)));
        }
      }
    }
  } finally {
    await traffic.stop();
    source.sender.close();
    await prepared.clear();
    await removeBed(cluster, bed);
  }
  console.log(`\ntakeover, ${grouped(checks)} Checks, ${grouped(rate)} Results/s\n${table(found)}\n`);
  return found;
}

/** One of two processes ends, and another one joins. */
async function round(
  stage: Stage,
  bed: Bed,
  group: string,
  standby: boolean,
  cause: 'stop' | 'kill',
): Promise<readonly Takeover[]> {
  const processes = [begin(stage, bed, standby, 'a'), begin(stage, bed, standby, 'b')] as const;
  const [first, second] = processes;
  const others: Child[] = [];
  try {
    const halves = (): boolean =>
      processes.every((one) => heard(one, 'tasks assigned', 0).at(-1)?.tasks?.length === 2);
    for (const end = Date.now() + 300_000; !halves(); await sleep(100)) {
      for (const one of processes) one.check();
      if (Date.now() > end) throw new Error(`the tasks are not spread over the processes:\n${second.said}`);
    }
    await catchUp(stage, group, bed, processes);
    await sleep(settling);
    const ended = Date.now();
    await first.end(cause === 'kill' ? 'SIGKILL' : 'SIGTERM');
    const taken = await moved(second, ended, { standby, cause });
    await sleep(settling);
    const started = Date.now();
    const third = begin(stage, bed, standby, 'c');
    others.push(third);
    return [taken, await moved(third, started, { standby, cause: 'join' })];
  } finally {
    await Promise.all([...processes, ...others].map((one) => one.end()));
  }
}

/** Waits until a process is processing the two tasks that it received after a time. */
async function moved(
  child: Child,
  since: number,
  what: Pick<Takeover, 'standby' | 'cause'>,
): Promise<Takeover> {
  for (const end = Date.now() + 300_000; Date.now() < end; await sleep(50)) {
    child.check();
    const [assigned] = heard(child, 'tasks assigned', since);
    const processing = heard(child, 'task is processing', since);
    if (assigned === undefined || processing.length < 2) continue;
    const at = (line: Line): number => Date.parse(line.time);
    const measured = {
      ...what,
      noticed: (at(assigned) - since) / 1000,
      stood: (Math.max(...processing.map(at)) - at(assigned)) / 1000,
      records: Math.max(...heard(child, 'partition restored', since).map(({ records }) => records ?? 0)),
    };
    console.log(`  ${what.standby ? 'standby' : 'without'} ${what.cause}: ${measured.stood.toFixed(2)} s`);
    return measured;
  }
  throw new Error(`the tasks did not move:\n${child.said}`);
}

function begin(stage: Stage, { prefix }: Bed, standby: boolean, name: string): Child {
  const env = { PANTO_LOG_LEVEL: 'info', PANTO_STANDBY: String(standby) };
  return startProcessor(stage, prefix, { name, env });
}

/** Log lines of a process with a message, after a time. */
function heard(child: Child, message: string, since: number): readonly Line[] {
  return child.said
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}') && line.includes(`"${message}"`))
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.message === message && Date.parse(line.time) >= since);
}

/** A steady flow of Results, all Checks in turn. */
class Traffic {
  private readonly running: Promise<void>;
  private stopped = false;

  constructor(source: Source, checks: number) {
    this.running = this.run(source, checks);
    // `stop` reports it.
    this.running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(source: Source, checks: number): Promise<void> {
    for (let next = 0; !this.stopped; await sleep(100)) {
      for (let i = 0; i < rate / 10; i++, next++) await source.send(next % checks, Date.now());
      await source.sender.flush();
    }
  }
}

function table(found: readonly Takeover[]): string {
  const names = [
    ...new Set(found.map(({ standby, cause }) => `${standby ? 'standby' : 'without'} ${cause}`)),
  ];
  const rows = names.map((name) => {
    const own = found.filter(({ standby, cause }) => `${standby ? 'standby' : 'without'} ${cause}` === name);
    return [
      name,
      median(own.map(({ noticed }) => noticed)).toFixed(1),
      median(own.map(({ stood }) => stood)).toFixed(2),
      Math.max(...own.map(({ stood }) => stood)).toFixed(2),
      grouped(Math.max(...own.map(({ records }) => records))),
    ];
  });
  return columns([['', 'noticed s', 'stood still s', 'most s', 'records read'], ...rows]);
}
