import type { Input } from './fold';

/** How a task is taken over and committed: what the code does, and what it could do wrong instead. */
export interface Rules {
  /** Opening a writer fences the older ones of its id. */
  readonly fences: boolean;
  /**
   * Transactions of version 2 (KIP-890): requests add their part to the transaction themselves, and its end returns the
   * epoch of the next one. False: version 1.
   */
  readonly epochPerTransaction: boolean;
  /** Opening a writer completes only when the transaction of the older one is over. */
  readonly waitsForOldTransaction: boolean;
  /** All processes use one transactional id for a task. */
  readonly oneId: boolean;
  /** What is read before the writer is opened but should be read afterwards. */
  readonly readsBeforeFence: 'nothing' | 'offsets' | 'snapshots' | 'everything';
  /** What a standby has read is completed after the writer is opened. */
  readonly finishesStandbys: boolean;
  /** Snapshots are read committed. */
  readonly readsCommitted: boolean;
  /** Snapshots are written in the transaction of the outputs. */
  readonly snapshotsInside: boolean;
  /** Offsets are written in the transaction of the outputs. */
  readonly offsetsInside: boolean;
  /** Input that no snapshot covers is replayed. */
  readonly replays: boolean;
  /** Replayed records produce no output. */
  readonly replaysSilently: boolean;
  /** After an error the memory is discarded and restored. */
  readonly forgetsAfterError: boolean;
  /** After an error the writer is discarded; otherwise it aborts the transaction and begins the next one. */
  readonly newWriterAfterError: boolean;
  /** A batch that was folded while the one before it was being committed is discarded along with it. */
  readonly dropsBatchAhead: boolean;
}

/** The settings of a process. */
export interface Setting {
  readonly rules: Rules;
  readonly input: Input;
  /** Whether processes read along with what others commit. */
  readonly standbys: boolean;
  /** Whether an alarm raised by a restore about the committed offset, which is corrected at once, counts as a fault. */
  readonly alarms: boolean;
}

/** What `libs/streams` and `libs/kafka` do. */
export const rules: Rules = {
  fences: true,
  epochPerTransaction: false,
  waitsForOldTransaction: true,
  oneId: true,
  readsBeforeFence: 'nothing',
  finishesStandbys: true,
  readsCommitted: true,
  snapshotsInside: true,
  offsetsInside: true,
  replays: true,
  replaysSilently: true,
  forgetsAfterError: true,
  newWriterAfterError: true,
  dropsBatchAhead: true,
};
