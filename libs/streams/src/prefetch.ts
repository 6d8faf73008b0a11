import type { Decider } from '@panto/decider';
import type { LogRecord } from './topology';

/**
 * Number of memories prefetched at a time: the CPU cannot overlap more cache misses, and more would not stay in the
 * cache.
 */
export const together = 16;

/** A key with its memory. */
interface Held<Memory> {
  readonly memory: Memory;
  readonly due: number;
}

/**
 * Reads the memories of several keys before they are needed, all at once (group prefetching: Chen, Ailamaki, Gibbons
 * and Mowry, Improving hash join performance through prefetching, 2004). Consecutive records of a partition have
 * different keys, so that nothing a record needs is in a cache, and a third of the time is spent waiting for one memory
 * access after another. This affects only speed.
 */
export class Prefetch<Memory> {
  /** A number that depends on everything that was read, so that no compiler eliminates the reads. */
  private sum = 0;

  constructor(
    private readonly decider: Pick<Decider<Memory, never, never>, 'prefetch'>,
    private readonly entries: ReadonlyMap<string, Held<Memory>>,
  ) {}

  /**
   * Prefetches for the keys of the records from an index in a list on. A key that is not found by its bytes is read
   * when its turn comes.
   */
  ofRecords(records: readonly LogRecord[], from: number): void {
    if (this.decider.prefetch === undefined) return;
    const held: Held<Memory>[] = [];
    for (let i = from; i < records.length && i < from + together; i++) {
      const entry = this.entries.get(records[i]?.key?.toString('latin1') ?? '');
      if (entry !== undefined) held.push(entry);
    }
    this.read(held);
  }

  /** Prefetches the entries from an index in a list on. */
  ofEntries(entries: readonly Held<Memory>[], from: number): void {
    if (this.decider.prefetch === undefined) return;
    this.read(entries.slice(from, from + together));
  }

  private read(held: readonly Held<Memory>[]): void {
    const memories: Memory[] = [];
    for (const { memory, due } of held) {
      memories.push(memory);
      this.sum += due;
    }
    this.sum += this.decider.prefetch?.(memories) ?? 0;
  }
}
