import type { Entry } from '@panto/spool';
import type { SpooledResult } from './spooled-result';
import { unpackResult } from './spooled-result';

/** Where Results go. Rejects when it is not certain that all have arrived; then the same are sent again. */
export interface ResultLink {
  send(results: readonly SpooledResult[]): Promise<void>;
}

/** The queue that Results are taken from. */
export interface ResultQueue {
  read(bytes: number): Promise<readonly Entry[]>;
  acknowledge(entry: Entry): Promise<void>;
}

/** What delivering needs. */
export interface Delivering {
  readonly queue: ResultQueue;
  readonly link: ResultLink;
  /** Waits until there may be something in the queue, or the signal. */
  readonly newcomers: (signal: AbortSignal) => Promise<void>;
  /** Waits before another attempt, or until the signal. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
  readonly onDelivered: (count: number) => void;
  readonly onFailure: (error: unknown) => void;
  readonly onUnreadable: (count: number) => void;
}

/** Most bytes in one delivery. */
const batchBytes = 524_288;

/** Brings Results from the queue to the link, in order, each until it has arrived; ends with the signal. */
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
