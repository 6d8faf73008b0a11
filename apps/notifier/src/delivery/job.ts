import type { Delivery, MissedMessage, Notification } from '@panto/model';
import type { MemoryChange } from './channel-memory';
import type { Progress } from './progress';

/** A Notification on its way to its Channel. */
export interface Job {
  readonly notification: Notification;
  readonly channel: string;
  readonly progress: Progress;
  /** Earlier messages of the episode that this one replaces, oldest first. */
  readonly missed: readonly MissedMessage[];
  readonly owner: JobOwner;
}

/** Where a job came from, and who is told about its progress. */
export interface JobOwner {
  /** Something happened that must be recorded. */
  record(job: Job, delivery: Delivery): void;
  /** Something must be remembered about a Channel, or no longer. */
  remember(change: MemoryChange): void;
}
