import type { Thaw } from './adoption';
import type { SnapshotPace } from './dirty-keys';

/** How a partition is kept. */
export interface FoldOptions {
  readonly pace?: SnapshotPace;
  readonly thaw?: Thaw;
  /** Beyond so many keys whose memory is at hand those that were snapshotted are held as bytes. */
  readonly warmKeys?: () => number;
  /** Most timers that are told before whoever tells records has a say again; 500 by default. */
  readonly dueAtOnce?: number;
}
