import { setImmediate as turn } from 'node:timers/promises';
import type { Feed, Following, Reader } from './log';
import { Signal } from './signal';
import type { LogRecord } from './topology';

/** Offsets of a partition: `until` is exclusive. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** Limits of a read. */
export interface ReadLimits {
  /** Longest silence of the log, ms. */
  readonly patience: number;
  /** Ends the read early, without an error. */
  readonly stopped: () => boolean;
}

/** Handles records before more of them are read. */
export type EachChunk = (records: readonly LogRecord[]) => void | Promise<void>;

/** Records taken from a feed at once; between two chunks the rest of the process gets its turn. */
const chunk = 500;

/** Reads a range of a partition. Rejects if some of it was deleted. */
export async function readRange(
  reader: Reader,
  place: Omit<Following, 'offset'>,
  { from, until }: Range,
  limits: ReadLimits,
  each: EachChunk,
): Promise<void> {
  if (from >= until) return;
  const signal = new Signal();
  let gap: Error | undefined;
  const feed = reader.follow(
    { ...place, offset: from },
    {
      wake: () => signal.raise(),
      gap: (wanted, found) => {
        gap = new Error(`${place.topic}/${place.partition}: wanted from ${wanted}, begins at ${found}`);
        signal.raise();
      },
    },
  );
  try {
    await readTo(feed, signal, until, limits, (list) => {
      if (gap !== undefined) throw gap;
      return each(list.filter(({ offset }) => offset < until));
    });
    if (gap !== undefined) throw gap;
  } finally {
    feed.stop();
  }
}

/** Takes from a feed until it reaches an end. */
export async function readTo(
  feed: Feed,
  signal: Signal,
  end: number,
  limits: ReadLimits,
  each: EachChunk,
): Promise<void> {
  let heard = performance.now();
  while (feed.position < end && !limits.stopped()) {
    const before = feed.position;
    const list = feed.take(chunk);
    if (list.length > 0) await each(list);
    if (feed.position !== before) {
      heard = performance.now();
      await turn();
    } else if (performance.now() - heard > limits.patience) throw silent(feed, end);
    else await signal.wait(200);
  }
}

function silent(feed: Feed, end: number): Error {
  return new Error(`${feed.topic}/${feed.partition} is at offset ${feed.position} and does not reach ${end}`);
}
