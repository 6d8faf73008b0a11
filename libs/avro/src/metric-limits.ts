/** How much a Result may hold. */
export interface MetricLimits {
  /** Metrics of one Result. */
  readonly metrics: number;
  /** Length of a name, characters. */
  readonly name: number;
  /** Length of a text value and of the error, characters. */
  readonly text: number;
}

/** Generous for probes, and small enough that a Result stays a record rather than a file. */
export const defaultMetricLimits: MetricLimits = { metrics: 1_000, name: 255, text: 8_192 };
