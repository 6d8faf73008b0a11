import type { CommitPointHook } from './commit-point';
import type { LogRecord, OutRecord } from './topology';

/** One partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Where a reader of a partition continues. */
export interface TopicPartitionOffset extends TopicPartition {
  /** Offset of the next record to read. */
  readonly offset: number;
}

/** What a reader follows. */
export interface Following extends TopicPartitionOffset {
  /**
   * Whether records may be missing from the middle of the topic. Only then is an end without records up to it believed:
   * in other topics it means that the broker does not have the records yet (a follower, tiered storage).
   */
  readonly compacted?: boolean;
}

/** Records for one partition, in order. */
export interface Append extends TopicPartition {
  readonly records: readonly OutRecord[];
}

/** What is written atomically. */
export interface Transaction {
  readonly appends: readonly Append[];
  /** The group whose offsets it commits. */
  readonly group: string;
  readonly offsets: readonly TopicPartitionOffset[];
  /** A writer that has steps calls this after each of them. */
  readonly onCommitPoint?: CommitPointHook | undefined;
}

/** Why a log refused. */
export type LogErrorCode =
  /** A newer writer of the same id exists: its process owns the task. */
  | 'fenced'
  /** Nothing is there to respond, or no response in time. */
  | 'unavailable'
  /** A partition has no leader, or too few in-sync replicas: nothing helps until they come back. */
  | 'partition-unavailable'
  /** Missing credentials or permissions. */
  | 'not-authorised'
  /** A topic or partition does not exist. */
  | 'topic-missing'
  /** Anything else. */
  | 'failed';

/** A log refused or could not be reached. */
export class LogError extends Error {
  override readonly name = 'LogError';

  constructor(
    readonly code: LogErrorCode,
    message: string,
    /** Whether a retry may succeed later. */
    readonly retry: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Whether a log refused because a partition is unavailable. */
export function isPartitionUnavailable(error: unknown): boolean {
  return error instanceof LogError && error.code === 'partition-unavailable';
}

/** Writes transactions under one id; opening another of the same id fences it. Unusable after an error. */
export interface Writer {
  commit(transaction: Transaction): Promise<void>;
  close(): Promise<void>;
}

/** Writes records at once, without transactions. */
export interface Appender {
  append(appends: readonly Append[]): Promise<void>;
  close(): Promise<void>;
}

/** Committed records of one partition, fetched ahead up to a bound. */
export interface Feed extends TopicPartition {
  /** The next records, in order; empty if none have arrived. */
  take(atMost: number): readonly LogRecord[];
  /** Number of records that can be taken now. */
  readonly waiting: number;
  /** Offset after everything that was taken, and after anything behind it that is not for readers. */
  readonly position: number;
  /** Offset after everything that was fetched. */
  readonly fetched: number;
  /** End of what is committed, as last reported by the log; -1 before the first report. */
  readonly end: number;
  /**
   * When the log last responded for this partition (or no request was sent, because enough is waiting), ms, by the
   * monotonic clock (`performance.now`).
   */
  readonly seenAt: number;
  stop(): void;
}

/** The events of a partition that a reader follows. */
export interface FeedListener {
  /** Something can be taken, or the position has moved. */
  wake(): void;
  /** The wanted offset no longer exists; reading continues at the oldest that does. */
  gap(wanted: number, found: number): void;
}

/** Reads committed records of given partitions; belongs to no group. */
export interface Reader {
  follow(from: Following, listener: FeedListener): Feed;
  close(): Promise<void>;
}

/** How a process shares the work of a stage. */
export interface GroupOptions {
  readonly group: string;
  /** Topics whose partitions are shared; they have the same number of partitions. */
  readonly topics: readonly string[];
  /** Partition p belongs to task p mod tasks; tasks are assigned whole. */
  readonly tasks: number;
  /** The tasks of this process from now on, including those that it keeps. */
  onAssigned(tasks: readonly number[]): void;
  /** The membership is over and does not return on its own. */
  onLost(error: Error): void;
}

/** Membership in a group. */
export interface Membership {
  /** Resolves when the group has confirmed that the last assignment stands, or has made a new one. */
  confirm(): Promise<void>;
  /** When the group last responded, ms, by the monotonic clock (`performance.now`). */
  readonly heardAt: number;
  leave(): Promise<void>;
}

/** A partitioned log with transactions and groups, as the runtime needs it. */
export interface Log {
  /** Number of partitions of each topic, in the order given; a missing topic is an error. */
  partitionCounts(topics: readonly string[]): Promise<readonly number[]>;
  join(options: GroupOptions): Promise<Membership>;
  /** Fences every older writer of the id, and waits until its open transaction is over. */
  openWriter(id: string): Promise<Writer>;
  openAppender(): Promise<Appender>;
  openReader(): Promise<Reader>;
  /** Committed offsets of a group, in the order given; undefined where there is none. */
  committed(group: string, places: readonly TopicPartition[]): Promise<readonly (number | undefined)[]>;
  /** First existing offsets, in the order given. */
  starts(places: readonly TopicPartition[]): Promise<readonly number[]>;
  /** Current ends of what is committed, in the order given. */
  ends(places: readonly TopicPartition[]): Promise<readonly number[]>;
  close(): Promise<void>;
}
