import type { Passing } from './commit-point';
import type { LogRecord, OutRecord } from './topology';

/** One partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Where a reader of a partition goes on. */
export interface TopicPartitionOffset extends TopicPartition {
  /** Offset of the next record to be read. */
  readonly offset: number;
}

/** What a reader is to follow. */
export interface Following extends TopicPartitionOffset {
  /**
   * Whether records may be gone from the middle of the topic. Only then is an end that nothing leads up to believed:
   * of another topic it is a broker that does not have the records at hand (a follower, tiered storage).
   */
  readonly compacted?: boolean;
}

/** Records for one partition, in order. */
export interface Append extends TopicPartition {
  readonly records: readonly OutRecord[];
}

/** What is written at once or not at all. */
export interface Transaction {
  readonly appends: readonly Append[];
  /** Group whose offsets move with it. */
  readonly group: string;
  readonly offsets: readonly TopicPartitionOffset[];
  /** A writer that has steps tells when it has done one. */
  readonly passing?: Passing | undefined;
}

/** Why a log refused. */
export type LogErrorCode =
  /** A newer writer of the same id exists: whoever has it owns the task. */
  | 'fenced'
  /** Nothing there to answer, or no answer in time. */
  | 'unavailable'
  /** Nobody leads a partition, or too few of its replicas are in sync: only their coming back helps. */
  | 'partition-unavailable'
  /** Credentials or rights are missing. */
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
    /** Whether the same may work later. */
    readonly retry: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
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
  /** The next records, in order; empty when none have come. */
  take(atMost: number): readonly LogRecord[];
  /** How many records could be taken now. */
  readonly waiting: number;
  /** Offset after everything that was taken, and after what follows it without being for anybody. */
  readonly position: number;
  /** Offset after everything that was fetched. */
  readonly fetched: number;
  /** End of what is committed, as the log last said; -1 before it has. */
  readonly end: number;
  /**
   * When the log last answered for this partition (or nothing was asked, because enough is waiting), ms, by the clock that
   * is never set (`performance.now`).
   */
  readonly seenAt: number;
  stop(): void;
}

/** What a reader tells of its partitions. */
export interface FeedListener {
  /** Something can be taken, or the position has moved. */
  wake(): void;
  /** The wanted offset is not there any more; the reading goes on at the oldest that is. */
  gap(wanted: number, found: number): void;
}

/** Reads committed records of given partitions; belongs to no group. */
export interface Reader {
  follow(from: Following, listener: FeedListener): Feed;
  close(): Promise<void>;
}

/** How a process takes part in the work of a stage. */
export interface GroupOptions {
  readonly group: string;
  /** Topics whose partitions are shared out; they have the same number of partitions. */
  readonly topics: readonly string[];
  /** Partition p belongs to task p mod tasks; tasks are assigned whole. */
  readonly tasks: number;
  /** The tasks of this process from now on; those it had and has still are among them. */
  onAssigned(tasks: readonly number[]): void;
  /** The membership is over and does not come back by itself. */
  onLost(error: Error): void;
}

/** Membership in a group. */
export interface Membership {
  /** Resolves when the group has been heard to agree that the last assignment stands, or has given a new one. */
  confirm(): Promise<void>;
  /** When the group was last heard, ms, by the clock that is never set (`performance.now`). */
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
  /** First offsets that are there, in the order given. */
  starts(places: readonly TopicPartition[]): Promise<readonly number[]>;
  /** Ends of what is committed now, in the order given. */
  ends(places: readonly TopicPartition[]): Promise<readonly number[]>;
  close(): Promise<void>;
}
