import { randomUUID } from 'node:crypto';
import { configure, openBed, Source, type Bed } from './bed';
import type { Rules } from './check-spec';
import type { Stage } from './contender';
import { ResultSeries } from './result-series';

/** What stands on a fresh bed: Checks, most of whose Results are well. */
export interface BedWish {
  readonly rules: Rules;
  readonly checks: number;
  /** Timestamps lie up to this much after the interval, ms. */
  readonly jitter: number;
  readonly seed: number;
  /** When the data of a Check are missing, ms; long after any run unless said otherwise. */
  readonly missing?: number;
}

/** A bed that nobody has used, its Checks configured, and where their Results come from. */
export async function freshBed(
  { cluster, servers: { registry } }: Stage,
  name: string,
  { rules, checks, jitter, seed, missing }: BedWish,
): Promise<{ readonly bed: Bed; readonly source: Source }> {
  const bed = await openBed(cluster, registry, `bench-${name}-${randomUUID().slice(0, 8)}.`, rules);
  await configure(cluster, registry, bed, checks, missing);
  const series = new ResultSeries(checks, 'healthy', jitter, seed);
  return { bed, source: await Source.open(cluster, registry, bed, checks, series) };
}
