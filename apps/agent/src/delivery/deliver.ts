import type { Entry } from '@panto/spool';
import type { SpooledResult } from './spooled-result';
import { unpackResult } from './spooled-result';

/** Where Results go. Rejects if it is uncertain whether all have arrived; then the same ones are sent again. */
export interface ResultLink {
  send(results: readonly SpooledResult[]): Promise<void>;
}

/** The queue from which Results are taken. */
export interface ResultQueue {
  read(bytes: number): Promise<readonly Entry[]>;
  acknowledge(entry: Entry): Promise<void>;
}

/** Dependencies of delivery. */
export interface Delivering {
  readonly queue: ResultQueue;
  readonly link: ResultLink;
  /** Waits until there may be something in the queue, or until the signal aborts. */
  readonly newcomers: (signal: AbortSignal) => Promise<void>;
  /** Waits before another attempt, or until the signal aborts. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
  readonly onDelivered: (count: number) => void;
  readonly onFailure: (error: unknown) => void;
  readonly onUnreadable: (count: number) => void;
}

/** Maximum bytes per delivery. */
const batchBytes = 524_288;

/**
 * Sends Results from the queue to the link, in order, each until it has arrived; ends when the signal aborts.
 */
export async function deliver(delivering: Delivering, signal: AbortSignal): Promise<void> {
  const { queue, newcomers, pause, onFailure } = delivering;
  while (!signal.aborted) {
    try {
      const entries = await queue.read(batchBytes);
      if (entries.length > 0) await hand(delivering, entries);
      else await newcomers(signal);
    } catch (error) {
      if (signal.aborted) return;
      onFailure(error);
      await pause(signal);
    }
  }
}

async function hand(delivering: Delivering, entries: readonly Entry[]): Promise<void> {
  const { queue, link, onDelivered, onUnreadable } = delivering;
  const results = entries.flatMap(({ payload }) => unpackResult(payload) ?? []);
  if (results.length > 0) await link.send(results);
  const last = entries.at(-1);
  if (last) await queue.acknowledge(last);
  onDelivered(results.length);
  if (results.length < entries.length) onUnreadable(entries.length - results.length);
}
