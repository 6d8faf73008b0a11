import { configure, Source, type Bed } from './bed';
import type { Stage } from './contender';
import { ResultSeries } from './result-series';

/** What a bed is filled with: Checks, most of whose Results are healthy. */
export interface SourceWish {
  readonly checks: number;
  /** Timestamps lie up to this much after the interval, ms. */
  readonly jitter: number;
  readonly seed: number;
  /** When the data of a Check are missing, ms; by default long after any run. */
  readonly missing?: number;
}

/** Configures the Checks of a bed; returns the source of their Results. */
export async function configuredSource(
  { cluster, servers: { registry } }: Stage,
  bed: Bed,
  { checks, jitter, seed, missing }: SourceWish,
): Promise<Source> {
  await configure(cluster, registry, bed, checks, missing);
  return Source.open(cluster, registry, bed, checks, new ResultSeries(checks, 'healthy', jitter, seed));
}
