import type { ChunkReader } from './packed-chunk';
import type { Series } from './series';

/** So many numbers of a list lie in one line of a processor's cache. */
const perLine = 8;
/** A search goes on in the first chunk or the second: those before are dropped when no rule looks back so far. */
const searched = 2;

/**
 * Reads of many Series what adding a sample and looking back will read, so many of the newest samples, and does
 * nothing with it. The reads of one Series hang on each other, those of different Series do not: a processor waits for
 * all of them at once, if it comes to them one level after the other. The number that is given back means nothing.
 */
export function prefetch(list: readonly Series<unknown>[], newest: number): number {
  let sum = 0;
  const cursors: ChunkReader<unknown>[] = [];
  for (const { times, values, size, closed } of list) {
    for (let at = size - 1; at >= 0 && at >= size - newest; at -= perLine) {
      sum += times[at] as number;
      if (values[at] === undefined) sum += 1;
    }
    for (let at = 0; at < closed.length && at < searched; at++) {
      const cursor = closed[at]?.cursor;
      if (cursor !== undefined) cursors.push(cursor);
    }
  }
  for (const cursor of cursors) sum += cursor.prefetch();
  return sum;
}
