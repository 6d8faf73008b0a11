import type { Thaw } from './adoption';
import type { SnapshotPace } from './dirty-keys';

/** Options of a partition's fold. */
export interface FoldOptions {
  readonly pace?: SnapshotPace;
  readonly thaw?: Thaw;
  /** With more warm keys than this, those that were snapshotted are held as bytes. */
  readonly warmKeys?: () => number;
  /** Most timers that fire before control returns to the caller; 500 by default. */
  readonly dueAtOnce?: number;
}
