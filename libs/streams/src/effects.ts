import type { OutRecord } from './topology';

/** Number of occurrences by reason. */
export type Counts = ReadonlyMap<string, number>;

/** What one partition has to write in one transaction, and what it counted on the way. */
export interface Effects {
  readonly partition: number;
  /** Outputs and ticks, in the order of deciding. */
  readonly records: readonly OutRecord[];
  readonly deadLetters: readonly OutRecord[];
  /** Snapshots of keys, and the meta record last. */
  readonly snapshots: readonly OutRecord[];
  /** Next offset to read, by input topic. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Records taken, by topic. */
  readonly taken: Counts;
  /** Records that were not for this stage, by reason. */
  readonly skipped: Counts;
  /** Dead letters, by reason. */
  readonly dead: Counts;
  /** Notes of the decider and of the runtime, by reason. */
  readonly notes: Counts;
}

/** Counts by reason that can be incremented and taken. */
export class Tally {
  private counts = new Map<string, number>();

  add(reason: string, times = 1): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + times);
  }

  /** The counts so far; starts over. */
  take(): Counts {
    const { counts } = this;
    this.counts = new Map();
    return counts;
  }
}
