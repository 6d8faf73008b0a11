import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from '../../src/harness/test-stage';
import { audit } from './audit';
import type { Cluster } from './cluster';
import { readCommitted } from './committed';
import type { Fault } from './fault';
import { pick } from './randomness';
import { verify, type Verdict } from './verifier';
import type { WorkloadOptions } from './workload';
import { apps, World } from './world';

/** A run: some faults, in turn or at random, applied to one running pipeline. */
export interface RunPlan {
  readonly root: string;
  readonly site: Site;
  readonly cluster: Cluster | undefined;
  readonly faults: readonly Fault[];
  readonly rounds: number;
  /** In turn, or at random. */
  readonly order?: 'turn' | 'chance';
  readonly seed: number;
  /** The kind of processes, if it differs from what the faults ask for. */
  readonly program?: 'app' | 'stage' | undefined;
  readonly workload?: Partial<WorkloadOptions>;
  readonly tell: (text: string) => void;
}

/** The outcome of a run. */
export interface RunReport {
  readonly rounds: number;
  readonly seconds: number;
  readonly wrong: readonly string[];
  readonly counts: Verdict['counts'];
  /** Processes that ended on their own and were restarted: not an error in the records, but worth a look. */
  readonly ownEnds: readonly string[];
}

/** Applies the faults, lets everything settle, and compares what was published with what must have been. */
export async function runFaults(plan: RunPlan): Promise<RunReport> {
  const { rounds, tell } = plan;
  const began = Date.now();
  const wanted = plan.faults.some((fault) => fault.program === 'stage') ? 'stage' : 'app';
  const program = plan.program ?? wanted;
  const world = new World({ ...plan, program });
  try {
    await world.open();
    for (const fault of plan.faults) await fault.prepare?.(world);
    for (let round = 0; round < rounds; round++) {
      const fault = nextFault(plan, world, round);
      const before = Date.now();
      const done = await fault.strike(world, round);
      const after = Date.now();
      // Now and then the next fault comes before this one is over.
      const waits = world.random() >= 0.3;
      if (waits) await world.settle();
      else await sleep(world.random() * 1_500);
      const took = `${secondsFrom(before, after)} s${waits ? `, healthy after ${secondsFrom(after)} s` : ''}`;
      tell(`  ${String(round + 1).padStart(3)}/${rounds} ${fault.name}: ${done} (${took})`);
    }
    const end = await rest(world);
    const wrong = [...(await audit(world)), ...world.alarms.map((line) => `said: ${line.slice(0, 500)}`)];
    const verdict = verify(await readCommitted(world.stage), end);
    return {
      rounds,
      seconds: Math.round((Date.now() - began) / 1000),
      wrong: [...wrong, ...verdict.wrong],
      counts: verdict.counts,
      ownEnds: world.ownEnds,
    };
  } finally {
    await world.close();
  }
}

const secondsFrom = (from: number, to = Date.now()) => ((to - from) / 1000).toFixed(1);

function nextFault({ faults, order }: RunPlan, { random }: World, round: number): Fault {
  const inTurn = faults[round % faults.length];
  return order === 'turn' && inTurn !== undefined ? inTurn : pick(random, faults);
}

/** No more input: everything stops, then one process of each stage restores and publishes the rest. */
async function rest(world: World): Promise<number> {
  await world.settle();
  await world.workload.stop();
  await Promise.all(world.slots.map((slot) => world.end(slot, 'SIGTERM')));
  for (const app of apps) world.start(`${app} 1`, {});
  const end = Date.now() + 1_000;
  await world.settle();
  await world.passed(end);
  await world.end(`${apps[0]} 1`, 'SIGTERM');
  // The second stage reads what the first one published last.
  await sleep(2_000);
  await world.end(`${apps[1]} 1`, 'SIGTERM');
  return end;
}
