import type { MetricLookup } from './metric';

/** A Result as the folds see it: what was measured, or why nothing was, and when it arrived. */
export interface Observation {
  /** When the Probe ran, ms. */
  readonly timestamp: number;
  /** The clock of arrivals (Kafka timestamp, never running backwards) when it arrived, ms. */
  readonly arrival: number;
  readonly metrics: MetricLookup;
  /** Why the Probe could not run; null when it ran. */
  readonly error: string | null;
}
