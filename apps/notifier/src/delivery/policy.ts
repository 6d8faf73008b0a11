import type { Outcome } from '@panto/channels';
import type { DeliveryOutcome, DeliveryReason } from '@panto/model';

/** How often and for how long to retry. */
export interface RetryPolicy {
  /** The first wait is random between 0 and this, the second between 0 and twice this, and so on; ms. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** How long after its first attempt a message is retried, ms. */
  readonly maxAge: number;
}

/** The consequence of an attempt. */
export interface Verdict {
  readonly outcome: DeliveryOutcome;
  readonly reason: DeliveryReason;
  /** When the next attempt is due, ms; null: there is none. */
  readonly nextAttemptAt: number | null;
}

/** A finished attempt. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** When the first attempt of this message began, ms. */
  readonly firstAt: number;
  /** When this one ended, ms. */
  readonly endedAt: number;
}

/** The consequence for a message after an attempt; `random` is a number from 0 to 1. */
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
 * Until when not to contact a Channel because it asked for it (`Retry-After`), ms; 0: it did not. Capped at
 * the maximum age of a message: after a `Retry-After` of a year, the Channel is still tried again.
 */
export function quietAfter(outcome: Outcome, endedAt: number, { maxAge }: RetryPolicy): number {
  if (outcome.kind === 'delivered' || outcome.retryAfter === null) return 0;
  return endedAt + Math.min(outcome.retryAfter, maxAge);
}

/** Exponential backoff with full jitter, so that messages that failed together do not retry together. */
function backoff(attempt: number, { firstWait, longestWait }: RetryPolicy, random: number): number {
  return Math.round(Math.min(longestWait, firstWait * 2 ** Math.min(attempt - 1, 30)) * random);
}
