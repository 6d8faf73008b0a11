import type { Delivery, MissedMessage, Notification } from '@panto/model';
import type { MemoryChange } from './channel-memory';
import type { Progress } from './progress';

/** A Notification on its way to its Channel. */
export interface Job {
  readonly notification: Notification;
  readonly channel: string;
  readonly progress: Progress;
  /** Earlier messages of the episode that this one stands in for, the oldest first. */
  readonly missed: readonly MissedMessage[];
  readonly owner: JobOwner;
}

/** Who brought a job, and wants to know how it goes on. */
export interface JobOwner {
  /** Something happened that is to be recorded. */
  record(job: Job, delivery: Delivery): void;
  /** Something is to be remembered of a Channel, or need not be any more. */
  remember(change: MemoryChange): void;
}
