import type { ChunkReader } from './packed-chunk';
import type { Series } from './series';

/** How many numbers of a list fit in one CPU cache line. */
const perLine = 8;
/**
 * A search continues in the first or second chunk: earlier ones are dropped once no rule looks back that far.
 */
const searched = 2;

/**
 * Reads from many Series what adding a sample and looking back will read, up to that many of the newest
 * samples, and discards it. The reads within one Series depend on each other, those of different Series do
 * not: a CPU waits for all of them at once if it visits them level by level. The returned number means
 * nothing.
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
