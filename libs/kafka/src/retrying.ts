import { setTimeout as sleep } from 'node:timers/promises';

/** The context of a step that is retried. */
export interface RetryOptions {
  /** True: nothing waits for it any more. */
  readonly stopped: () => boolean;
  /** Runs before the next attempt: looks up the brokers that now answer. Its own failures are ignored. */
  readonly repair: (error: unknown) => Promise<void>;
}

/**
 * Attempts of one step, and pauses between them, ms: the first ones are short, because a preceding commit is soon over.
 */
const attempts = 40;
const pauses = { first: 4, factor: 1.5, longest: 1_000 };

/** Names of kafkajs's errors after which the fate of the request is unknown. */
const unanswered = ['KafkaJSConnectionError', 'KafkaJSConnectionClosedError', 'KafkaJSRequestTimeoutError'];

/** Names of errors that say nothing about the request, only about the path to the broker. */
const broken = [...unanswered, 'KafkaJSBrokerNotFound', 'KafkaJSGroupCoordinatorNotFound'];

/** Whether a request may still be carried out, at any time. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && unanswered.includes(error.name);
}

/** Whether the same request may succeed in a moment. */
export function isRetriable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return broken.includes(error.name) || ('retriable' in error && error.retriable === true);
}

/** Retries a step until it succeeds, fails for good, or has been tried often enough; throws its last error. */
export async function retrying<Answer>(step: () => Promise<Answer>, trying: RetryOptions): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (!isRetriable(error) || attempt === attempts || trying.stopped()) throw error;
      const pause = Math.min(pauses.longest, pauses.first * pauses.factor ** attempt);
      await sleep(pause * (0.5 + Math.random() / 2));
      await trying.repair(error).catch(() => undefined);
    }
  }
}
