/** The variables, of which one changes while all others stay the same. */
export const dimensions = ['partitions', 'processes', 'checks'] as const;
export type Dimension = (typeof dimensions)[number];

/** A point of one of the curves. */
export interface Point {
  readonly dimension: Dimension;
  readonly value: number;
  readonly resultsPerSecond: number;
  /** CPU time of the measured part per Result, of all processes of Panto. */
  readonly cpuMicroseconds: number;
  /** Peak memory of all processes together, bytes. */
  readonly peakBytes: number;
}
