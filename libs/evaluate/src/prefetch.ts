import { prefetch, type Series } from '@panto/window';
import type { CheckMemory } from './memory';

/** How many values of a trend to prefetch; longer ones are contiguous, and the CPU prefetches the rest by itself. */
const trendValues = 32;

/** Reads from the memories of several Checks what their next Results will read, level by level. */
export function prefetchMemories(memories: readonly CheckMemory[]): number {
  let sum = 0;
  const seen = memories.map((memory) => memory.seen);
  const pasts = seen.map(({ past }) => past);
  for (const { said } of memories) sum += said?.occurrences ?? 0;
  for (const { newest } of seen) sum += newest ?? 0;
  for (const { arrival } of seen) sum += arrival ?? 0;
  for (const { configuration } of seen) sum += configuration?.version ?? 0;
  for (const { newest } of pasts) sum += newest ?? 0;
  for (const { bare } of pasts) sum += bare.length;
  const trends: Series<unknown>[] = [];
  const histories: Series<unknown>[] = [];
  for (const past of pasts) {
    for (const series of past.trends) trends.push(series);
    for (const series of past.histories) histories.push(series);
  }
  return sum + prefetch(trends, trendValues) + prefetch(histories, 1);
}
