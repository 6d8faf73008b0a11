import type { BenchArguments } from './arguments';
import { makeBacklog } from './backlog';
import type { Contender, Stage } from './contender';
import { race, type Run } from './race';
import { agreement, grouped, table } from './report';
import type { Health } from './result-series';

/** Results of each Check that fill the windows of its rules: more than an hour at an interval of a minute. */
const warmUp = 62;

/** Lets all contenders read the same backlog in turn, several times. */
export async function throughput(
  stage: Stage,
  contenders: readonly Contender[],
  health: Health,
  { checks, results, runs, jitter, seed }: BenchArguments,
): Promise<readonly Run[]> {
  const rules = { ago: 3600, interval: 60 };
  const plan = { name: health, health, checks, warmUp, results, rules, jitter, seed };
  const began = performance.now();
  const backlog = await makeBacklog(stage.cluster, stage.servers.registry, plan);
  console.log(`${health}: backlog of ${grouped(checks * warmUp + results)} (${seconds(began)} s)`);
  const all: Run[] = [];
  for (let run = 1; run <= runs; run++) {
    for (const contender of contenders) {
      const one = await race(stage, contender, backlog);
      all.push(one);
      console.log(
        `  ${run} ${one.contender}: ${grouped(one.resultsPerSecond)}/s, ${one.states.count} States`,
      );
    }
  }
  console.log(`\n${health}\n${table(all)}\n${agreement(all)}\n`);
  return all;
}

const seconds = (began: number): string => ((performance.now() - began) / 1000).toFixed(1);
