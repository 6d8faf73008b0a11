import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Outcome } from '@panto/channels';
import { judge, quietAfter, type RetryPolicy } from './policy';

const policy: RetryPolicy = { firstWait: 1000, longestWait: 60_000, maxAge: 3_600_000 };
const failed = (retriable: boolean, retryAfter: number | null = null): Outcome => ({
  kind: 'failed',
  reason: retriable ? 'serverError' : 'clientError',
  retriable,
  retryAfter,
  detail: '',
  reached: [],
});
const at = (number: number, endedAt: number) => ({ number, firstAt: 0, endedAt });

describe('the consequence of an attempt', () => {
  it.each<[string, Outcome, number, number, number, string, number | null]>([
    ['it arrived', { kind: 'delivered', detail: '', reached: [] }, 1, 0, 1, 'delivered none', null],
    ['it can never arrive', failed(false), 1, 0, 1, 'failed clientError', null],
    ['the first failure, the longest jitter', failed(true), 1, 100, 1, 'retrying serverError', 1100],
    ['the first failure, no jitter', failed(true), 1, 100, 0, 'retrying serverError', 100],
    ['the fourth failure', failed(true), 4, 100, 1, 'retrying serverError', 8100],
    [
      'the hundredth failure waits no longer than the longest',
      failed(true),
      100,
      100,
      1,
      'retrying serverError',
      60_100,
    ],
    ['the receiver asks for more', failed(true, 90_000), 1, 100, 1, 'retrying serverError', 90_100],
    ['the receiver asks for less', failed(true, 10), 1, 100, 1, 'retrying serverError', 1100],
    ['the next attempt would be too late', failed(true), 1, 3_600_000, 1, 'expired serverError', null],
    ['the receiver asks for too much', failed(true, 7_200_000), 1, 100, 1, 'expired serverError', null],
  ])('%s', (_, outcome, number, endedAt, random, wanted, next) => {
    const verdict = judge(outcome, at(number, endedAt), policy, random);
    expect(`${verdict.outcome} ${verdict.reason}`).toBe(wanted);
    expect(verdict.nextAttemptAt).toBe(next);
  });

  it('the wait is within the bounds for any attempt and jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (number, random) => {
          const { nextAttemptAt } = judge(failed(true), at(number, 0), policy, random);
          expect(nextAttemptAt).toBeGreaterThanOrEqual(0);
          expect(nextAttemptAt).toBeLessThanOrEqual(policy.longestWait);
        },
      ),
    );
  });
});

describe('a Channel is not contacted', () => {
  it.each<[string, Outcome, number]>([
    ['for no time after a delivery', { kind: 'delivered', detail: '', reached: [] }, 0],
    ['for no time if it does not ask', failed(true), 0],
    ['for as long as it asks', failed(true, 90_000), 90_100],
    ['no longer than the maximum age of a message', failed(true, 7_200_000), 3_600_100],
  ])('%s', (_, outcome, wanted) => {
    expect(quietAfter(outcome, 100, policy)).toBe(wanted);
  });
});
