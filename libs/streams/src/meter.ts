/** What the runtime measures; a service turns it into metrics. Totals are added, gauges set. */
export interface Meter {
  /** Records read from a topic. */
  taken(topic: string, records: number): void;
  /** Records written to a topic, snapshots and ticks included. */
  written(topic: string, records: number): void;
  /** Records that were not for the stage. */
  skipped(reason: string, records: number): void;
  deadLettered(reason: string, records: number): void;
  noted(reason: string, times: number): void;
  transaction(outcome: 'committed' | 'failed', seconds: number): void;
  /** A partition was restored: number of records read for it, duration, and whether a standby had begun. */
  restored(records: number, seconds: number, warm: boolean): void;
  /** Gauge: records read by the restores in progress, and offsets left to read of the topics they are reading. */
  restoring(read: number, left: number): void;
  /** Gauge: standbys of this process; how many of them have reached the end once; their keys; offsets behind. */
  standby(following: number, warm: number, keys: number, lag: number): void;
  /** A standby failed, and starts over. */
  standbyLost(): void;
  /** Gauge: records behind the ends of the streams, over all partitions of this process. */
  lagRecords(records: number): void;
  /** Gauge: how far the clock of the slowest partition is behind the current time, seconds. */
  lagSeconds(seconds: number): void;
  /** Gauge: tasks of this process, and how many of them are processing (not restoring, not failing). */
  tasks(assigned: number, processing: number): void;
  /** Gauge: keys in memory, and how many of them are held as bytes. */
  keys(count: number, cold: number): void;
}

const nothing = (): void => undefined;

/** Measures nothing. */
export const silentMeter: Meter = {
  taken: nothing,
  written: nothing,
  skipped: nothing,
  deadLettered: nothing,
  noted: nothing,
  transaction: nothing,
  restored: nothing,
  restoring: nothing,
  standby: nothing,
  standbyLost: nothing,
  lagRecords: nothing,
  lagSeconds: nothing,
  tasks: nothing,
  keys: nothing,
};
