/** What is changed while all else stays. */
export const dimensions = ['partitions', 'processes', 'checks'] as const;
export type Dimension = (typeof dimensions)[number];

/** A point of one of the curves. */
export interface Point {
  readonly dimension: Dimension;
  readonly value: number;
  readonly resultsPerSecond: number;
  /** Processor time of the measured part for a Result, of all processes of Panto. */
  readonly cpuMicroseconds: number;
  /** Most memory of all processes together, bytes. */
  readonly peakBytes: number;
}
