import type { Input } from './fold';

/** How a task is taken over and committed: what the code does, and what it could do wrong instead. */
export interface Rules {
  /** Opening a writer makes the older ones of its id invalid. */
  readonly fences: boolean;
  /** Opening a writer is answered only when the transaction of the older one is over. */
  readonly waitsForOldTransaction: boolean;
  /** All processes use one transactional id for a task. */
  readonly oneId: boolean;
  /** What is read before the writer is opened, that should be read afterwards. */
  readonly readsBeforeFence: 'nothing' | 'offsets' | 'snapshots' | 'everything';
  /** What a standby has read is brought to the end after the writer is opened. */
  readonly finishesStandbys: boolean;
  /** Snapshots are read as committed. */
  readonly readsCommitted: boolean;
  /** Snapshots are written in the transaction of the outputs. */
  readonly snapshotsInside: boolean;
  /** Offsets are written in the transaction of the outputs. */
  readonly offsetsInside: boolean;
  /** What no snapshot covers is replayed. */
  readonly replays: boolean;
  /** Replayed records are only seen. */
  readonly replaysSilently: boolean;
  /** After an error the memory is thrown away and restored. */
  readonly forgetsAfterError: boolean;
  /** After an error the writer is thrown away; else the transaction is aborted, and the next one begun with it. */
  readonly newWriterAfterError: boolean;
  /** A batch that was folded while the one before it was committed is thrown away with it. */
  readonly dropsBatchAhead: boolean;
}

/** What a process works by. */
export interface Setting {
  readonly rules: Rules;
  readonly input: Input;
  /** Whether processes read along what others commit. */
  readonly standbys: boolean;
  /** Whether it is a fault when a restore raises an alarm because of the committed offset, which is made good at once. */
  readonly alarms: boolean;
}

/** What `libs/streams` and `libs/kafka` do. */
export const rules: Rules = {
  fences: true,
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
