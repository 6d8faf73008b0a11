import { configure, Source, type Bed } from './bed';
import type { Stage } from './contender';
import { ResultSeries } from './result-series';

/** What stands on a bed: Checks, most of whose Results are well. */
export interface SourceWish {
  readonly checks: number;
  /** Timestamps lie up to this much after the interval, ms. */
  readonly jitter: number;
  readonly seed: number;
  /** When the data of a Check are missing, ms; long after any run unless said otherwise. */
  readonly missing?: number;
}

/** Configures the Checks of a bed; gives where their Results come from. */
export async function configuredSource(
  { cluster, servers: { registry } }: Stage,
  bed: Bed,
  { checks, jitter, seed, missing }: SourceWish,
): Promise<Source> {
  await configure(cluster, registry, bed, checks, missing);
  return Source.open(cluster, registry, bed, checks, new ResultSeries(checks, 'healthy', jitter, seed));
}
