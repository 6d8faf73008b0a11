import type { Delivery } from '@panto/model';

/** How far the attempts to deliver a Notification are. */
export interface Progress {
  /** Attempts so far. */
  readonly attempts: number;
  /** When the first began, ms; null before it. */
  readonly firstAt: number | null;
  /** When the next is due, ms; 0: at once. */
  readonly dueAt: number;
  /** Who has it already, where each recipient is sent to on its own. */
  readonly reached: readonly string[];
  /** True when there is nothing more to do. */
  readonly final: boolean;
}

/** Nothing has been tried. */
export const untried: Progress = { attempts: 0, firstAt: null, dueAt: 0, reached: [], final: false };

/** The progress after what a record says. */
export function advance(progress: Progress, delivery: Delivery): Progress {
  return {
    attempts: Math.max(progress.attempts, delivery.attempt),
    firstAt: progress.firstAt ?? delivery.timestamp,
    dueAt: delivery.nextAttemptAt ?? 0,
    reached: [...new Set([...progress.reached, ...delivery.reached])],
    final: progress.final || delivery.outcome !== 'retrying',
  };
}
