import type { BenchArguments } from './arguments';
import { makeBacklog } from './backlog';
import type { Rules } from './check-spec';
import type { Contender, Stage } from './contender';
import { race, type Run } from './race';
import { agreement, grouped, table } from './report';
import type { Health } from './result-series';

/** Results of each Check that fill the windows of its rules: more than an hour at an interval of one minute. */
export const windows = 62;

/** What a case consists of. */
export interface Shape {
  readonly name: string;
  readonly health: Health;
  readonly rules: Rules;
  readonly checks: number;
}

/** Lets all contenders read the same backlog in turn, several times. */
export async function throughput(
  stage: Stage,
  contenders: readonly Contender[],
  shape: Shape,
  { results, runs, jitter, seed }: BenchArguments,
): Promise<readonly Run[]> {
  const { name, health, rules, checks } = shape;
  // One more than the history needs, and one for the jitter.
  const warmUp = Math.ceil(rules.ago / rules.interval) + 2;
  const plan = { name, health, checks, warmUp, results, rules, jitter, seed };
  const began = performance.now();
  const backlog = await makeBacklog(stage.cluster, stage.servers.registry, plan);
  console.log(`${name}: backlog of ${grouped(checks * warmUp + results)} (${seconds(began)} s)`);
  const all: Run[] = [];
  for (let run = 1; run <= runs; run++) {
    for (const contender of contenders) {
      const one = await race(stage, contender, backlog);
      all.push(one);
      const { states, cpuMicroseconds, resultsPerSecond } = one;
      const speed = `${grouped(resultsPerSecond)}/s, ${cpuMicroseconds.toFixed(1)} µs`;
      console.log(`  ${run} ${one.contender}: ${speed}, ${grouped(states.count)} States`);
    }
  }
  console.log(`\n${name}\n${table(all)}\n${agreement(all)}\n`);
  return all;
}

const seconds = (began: number): string => ((performance.now() - began) / 1000).toFixed(1);
