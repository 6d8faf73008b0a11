import { configure, openBed, Source, type Bed } from './bed';
import type { Rules } from './check-spec';
import { total, type Cluster } from './cluster';
import { ResultSeries, type Health } from './result-series';

/** What a backlog holds. */
export interface BacklogPlan {
  readonly name: string;
  readonly health: Health;
  readonly checks: number;
  /** Results of each Check before the measured ones: they fill the windows of the rules. */
  readonly warmUp: number;
  /** Measured Results, of all Checks together. */
  readonly results: number;
  readonly rules: Rules;
  readonly jitter: number;
  readonly seed: number;
}

/** A topic of Results that waits to be read. */
export interface Backlog extends Bed {
  /** Sum of the offsets at which the measured part begins, and the offset at which each partition ends. */
  readonly warm: number;
  readonly ends: readonly number[];
}

/** Makes a backlog, or finds the one that an earlier run left on the same servers. */
export async function makeBacklog(
  cluster: Cluster,
  registryUrl: string,
  plan: BacklogPlan,
): Promise<Backlog> {
  const { name, health, checks, warmUp, results, rules, jitter, seed } = plan;
  const { ago, interval, last } = rules;
  const words = [name, cluster.partitions, checks, warmUp, results, ago, interval, last, jitter, seed];
  const bed = await openBed(cluster, registryUrl, `bench-${words.join('-')}.`, rules);
  const mark = `${bed.prefix}backlog`;
  let ends = await cluster.committed(mark, bed.topic);
  if (total(ends) === 0) {
    await configure(cluster, registryUrl, bed, checks);
    const series = new ResultSeries(checks, health, jitter, seed);
    const source = await Source.open(cluster, registryUrl, bed, checks, series);
    await source.fill(checks, checks * warmUp + results, rules.interval * 1000, Date.now());
    source.sender.close();
    ends = await cluster.ends(bed.topic);
    await cluster.keep(mark, bed.topic, ends);
  }
  return { ...bed, warm: checks * warmUp, ends };
}
