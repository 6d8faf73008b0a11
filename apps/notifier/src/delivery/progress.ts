import type { Delivery } from '@panto/model';

/** The progress of delivering a Notification. */
export interface Progress {
  /** Number of attempts so far. */
  readonly attempts: number;
  /** When the first attempt began, ms; null before it. */
  readonly firstAt: number | null;
  /** When the next attempt is due, ms; 0: at once. */
  readonly dueAt: number;
  /** Recipients that already have it, for Channels that send to each one separately. */
  readonly reached: readonly string[];
  /** True if there is nothing more to do. */
  readonly final: boolean;
}

/** No attempt yet. */
export const untried: Progress = { attempts: 0, firstAt: null, dueAt: 0, reached: [], final: false };

/** The progress after a delivery record. */
export function advance(progress: Progress, delivery: Delivery): Progress {
  return {
    attempts: Math.max(progress.attempts, delivery.attempt),
    firstAt: progress.firstAt ?? delivery.timestamp,
    dueAt: delivery.nextAttemptAt ?? 0,
    reached: [...new Set([...progress.reached, ...delivery.reached])],
    final: progress.final || delivery.outcome !== 'retrying',
  };
}
