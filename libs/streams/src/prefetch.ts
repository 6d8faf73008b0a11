import type { Decider } from '@panto/decider';
import type { LogRecord } from './topology';

/** Memories of so many keys are read ahead at once: more are not waited for together, and would not stay near. */
export const together = 16;

/** A key with its memory. */
interface Held<Memory> {
  readonly memory: Memory;
  readonly due: number;
}

/**
 * Reads the memories of several keys before they are needed, all at once (group prefetching: Chen, Ailamaki, Gibbons
 * and Mowry, Improving hash join performance through prefetching, 2004). Records of one partition are of ever other
 * keys, so that of all that a record needs nothing is in a cache, and a third of the time is waiting for one place after
 * the other. Nothing hangs on it but time.
 */
export class Prefetch<Memory> {
  /** A number that hangs on all that was read, so that no compiler leaves it out. */
  private sum = 0;

  constructor(
    private readonly decider: Pick<Decider<Memory, never, never>, 'prefetch'>,
    private readonly entries: ReadonlyMap<string, Held<Memory>>,
  ) {}

  /** Of the keys of the records from a place in a list on. A key that is not found by its bytes is read in its turn. */
  ofRecords(records: readonly LogRecord[], from: number): void {
    if (this.decider.prefetch === undefined) return;
    const held: Held<Memory>[] = [];
    for (let i = from; i < records.length && i < from + together; i++) {
      const entry = this.entries.get(records[i]?.key?.toString('latin1') ?? '');
      if (entry !== undefined) held.push(entry);
    }
    this.read(held);
  }

  /** Of the entries from a place in a list on. */
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
