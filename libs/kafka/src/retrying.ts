import { setTimeout as sleep } from 'node:timers/promises';

/** What stands around a step that is tried again. */
export interface Trying {
  /** True: nobody waits any more. */
  readonly stopped: () => boolean;
  /** Done before the next attempt: looks for those who answer now. Its own failures are of no matter. */
  readonly repair: (error: unknown) => Promise<void>;
}

/** Attempts of one step, and pauses between them, ms: the first ones short, because a commit just before is over soon. */
const attempts = 40;
const pauses = { first: 4, factor: 1.5, longest: 1_000 };

/** Names of kafkajs's errors after which nobody knows what becomes of the request. */
const unanswered = ['KafkaJSConnectionError', 'KafkaJSConnectionClosedError', 'KafkaJSRequestTimeoutError'];

/** Names of those that say nothing of the request, only of the way to the broker. */
const broken = [...unanswered, 'KafkaJSBrokerNotFound', 'KafkaJSGroupCoordinatorNotFound'];

/** Whether a request may still be done, at any time. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && unanswered.includes(error.name);
}

/** Whether the same may work in a moment. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return broken.includes(error.name) || ('retriable' in error && error.retriable === true);
}

/** Tries a step until it works, cannot, or has been tried often enough; throws its last error. */
export async function retrying<Answer>(step: () => Promise<Answer>, trying: Trying): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      if (!isPassing(error) || attempt === attempts || trying.stopped()) throw error;
      const pause = Math.min(pauses.longest, pauses.first * pauses.factor ** attempt);
      await sleep(pause * (0.5 + Math.random() / 2));
      await trying.repair(error).catch(() => undefined);
    }
  }
}
