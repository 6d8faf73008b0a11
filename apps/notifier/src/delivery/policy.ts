import type { Outcome } from '@panto/channels';
import type { DeliveryOutcome, DeliveryReason } from '@panto/model';

/** How often and how long it is tried. */
export interface RetryPolicy {
  /** The first wait is chosen between 0 and this, the second between 0 and twice this, and so on; ms. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** How long after its first attempt a message is tried again, ms. */
  readonly maxAge: number;
}

/** What an attempt leads to. */
export interface Verdict {
  readonly outcome: DeliveryOutcome;
  readonly reason: DeliveryReason;
  /** When the next attempt is due, ms; null: this is the end. */
  readonly nextAttemptAt: number | null;
}

/** An attempt that is over. */
export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** When the first attempt of this message began, ms. */
  readonly firstAt: number;
  /** When this one ended, ms. */
  readonly endedAt: number;
}

/** What becomes of a message after an attempt; `random` is a number from 0 to 1. */
export function judge(outcome: Outcome, attempt: Attempt, policy: RetryPolicy, random: number): Verdict {
  if (outcome.kind === 'delivered') return { outcome: 'delivered', reason: 'none', nextAttemptAt: null };
  const { reason } = outcome;
  if (!outcome.retriable) return { outcome: 'failed', reason, nextAttemptAt: null };
  const wait = Math.max(outcome.retryAfter ?? 0, backoff(attempt.number, policy, random));
  const next = attempt.endedAt + wait;
  return next - attempt.firstAt > policy.maxAge
    ? { outcome: 'expired', reason, nextAttemptAt: null }
    : { outcome: 'retrying', reason, nextAttemptAt: next };
}

/**
 * Until when a Channel is left alone because it asks for it (`Retry-After`), ms; 0: it does not. No longer than a
 * message lives: whoever asks for a year is asked again.
 */
export function quietAfter(outcome: Outcome, endedAt: number, { maxAge }: RetryPolicy): number {
  if (outcome.kind === 'delivered' || outcome.retryAfter === null) return 0;
  return endedAt + Math.min(outcome.retryAfter, maxAge);
}

/** Exponential backoff with full jitter: a crowd that failed together does not come back together. */
function backoff(attempt: number, { firstWait, longestWait }: RetryPolicy, random: number): number {
  return Math.round(Math.min(longestWait, firstWait * 2 ** Math.min(attempt - 1, 30)) * random);
}
