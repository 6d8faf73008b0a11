import { defaultPace, type SnapshotPace } from './dirty-keys';

/** How a stage runs; everything has a default. */
export interface RunSettings {
  /** Begins the names of groups and transactional ids; the prefix of the topics, usually. */
  readonly prefix: string;
  /**
   * Number of tasks: partition p belongs to task p mod tasks. Each costs a producer; all processes of a stage
   * must agree. At most the number of partitions is used.
   */
  readonly tasks: number;
  /** Appends a tick to each owned partition of the streams every second: for the first stage only. */
  readonly ticker: boolean;
  readonly pace: SnapshotPace;
  /**
   * Most keys of the tasks of a process whose memory is at hand. Of more, those that were snapshotted are held as bytes: a
   * fraction of the room, and some microseconds when a record of them comes. Shared out between the partitions that the
   * process has; with standbys those are all.
   */
  readonly warmKeys: number;
  /**
   * Keeps a copy of the memory of every task that this process does not have, so that it takes one over at once. It
   * costs the memory and the reading of those tasks, without their deciding and writing.
   */
  readonly standby: boolean;
  /** How often standbys look for what was committed, ms. */
  readonly standbyEvery: number;
  /** Most records in a transaction: what catches up has few, large ones, in which a key is snapshotted once. */
  readonly batchRecords: number;
  /**
   * A transaction for which so much is to be written takes no further records, bytes, snapshots not counted: it must be
   * over before the log gives it up, on a slow network, too.
   */
  readonly batchBytes: number;
  /** Most timers of a partition that are told before it is looked whether that is enough for a transaction. */
  readonly dueAtOnce: number;
  /** How long records are gathered for a transaction, ms. */
  readonly linger: number;
  /** Longest time for one call to the log, ms. */
  readonly callTimeout: number;
  /** How often is looked whether the topics still have the partitions that the stage began with, ms. */
  readonly topicsEvery: number;
  /** A task, the group or a feed that is silent for this long is a fatal fault, ms. */
  readonly stallAfter: number;
  /** So many failures of a task in a row, without a commit between them, are a fatal fault. */
  readonly attempts: number;
}

/** Settings without any. */
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
