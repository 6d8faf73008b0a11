import { defaultPace, type SnapshotPace } from './dirty-keys';

/** How a stage runs; everything has a default. */
export interface RunSettings {
  /** Prefix of the names of groups and transactional ids; usually that of the topics. */
  readonly prefix: string;
  /**
   * Number of tasks: partition p belongs to task p mod tasks. Each costs a producer; all processes of a stage must
   * agree. No more than the number of partitions are used.
   */
  readonly tasks: number;
  /** Appends a tick to each owned partition of the streams every second: for the first stage only. */
  readonly ticker: boolean;
  readonly pace: SnapshotPace;
  /**
   * Most warm keys of the tasks of a process. In excess of that, keys that were snapshotted are held as bytes: these
   * take a fraction of the space, and some microseconds when a record of the key comes. The limit is divided among the
   * partitions that the process has; with standbys those are all.
   */
  readonly warmKeys: number;
  /**
   * Keeps a copy of the memory of every task that this process does not own, so that it can take one over at once. It
   * costs the memory and the reading of those tasks, without their deciding and writing.
   */
  readonly standby: boolean;
  /** How often standbys check for new commits, ms. */
  readonly standbyEvery: number;
  /** Most records in a transaction: a stage that catches up has few, large ones, in which a key is snapshotted once. */
  readonly batchRecords: number;
  /**
   * A transaction with this much to write, bytes, snapshots not counted, takes no further records: it must be over
   * before the log times it out, even on a slow network.
   */
  readonly batchBytes: number;
  /** Most timers of a partition that fire before it is checked whether that is enough for a transaction. */
  readonly dueAtOnce: number;
  /** How long records are gathered for a transaction, ms. */
  readonly linger: number;
  /** Timeout of one call to the log, ms. */
  readonly callTimeout: number;
  /** How often it is checked whether the topics still have the partitions that the stage started with, ms. */
  readonly topicsEvery: number;
  /** A task, the group or a feed that is silent for this long is a fatal fault, ms. */
  readonly stallAfter: number;
  /** This many consecutive failures of a task, without a commit in between, are a fatal fault. */
  readonly attempts: number;
}

/** Default settings. */
export const defaultRunSettings: RunSettings = {
  prefix: '',
  tasks: 8,
  ticker: false,
  pace: defaultPace,
  warmKeys: 500_000,
  standby: false,
  standbyEvery: 1_000,
  batchRecords: 20_000,
  batchBytes: 16 * 1024 * 1024,
  dueAtOnce: 500,
  linger: 25,
  callTimeout: 60_000,
  topicsEvery: 60_000,
  stallAfter: 120_000,
  attempts: 12,
};
