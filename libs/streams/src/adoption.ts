import type { Entry, KeyedFold } from './keyed-fold';
import type { Meta, SnapshotPart, SnapshotRead } from './snapshot';
import type { MemoryPart, Topology } from './topology';

/**
 * How the records of a snapshot topic become the memories of a partition: adopted in their order, as often as there
 * are new ones, then remembered.
 */
export class Adoption<Memory, Input, Output> {
  /** Where the snapshots say that the partition stood; undefined: they do not. */
  meta: Meta | undefined;
  /** How many keys have a snapshot that could not be decoded: they are rebuilt from the whole input. */
  unreadable = 0;
  private readonly parts: ReadonlyMap<string, MemoryPart<Memory>>;
  /** The newest bytes of each part of each key that are not memories yet. */
  private readonly waiting = new Map<string, SnapshotPart>();
  /** Keys that were forgotten, and the next offset of the stream that they had not seen then. */
  private readonly forgotten = new Map<string, number>();
  /** Keys that are to be dropped, unless the stream tells of them again. */
  private readonly idle = new Set<string>();

  constructor(
    private readonly topology: Topology<Memory, Input, Output>,
    private readonly keys: KeyedFold<Memory, Input, Output>,
  ) {
    this.parts = new Map(topology.memory.map((part) => [part.name, part]));
  }

  /** Takes over a record, in the order of the topic. */
  adopt(read: Exclude<SnapshotRead, { kind: 'unreadable' }>): void {
    if (read.kind === 'meta') {
      this.meta = read.meta;
      return;
    }
    const name = `${read.part}/${read.key}`;
    if (read.bytes !== null) {
      this.waiting.set(name, read);
      return;
    }
    // All parts are forgotten at once: what waits of the key beside this one is forgotten too, or newer.
    this.waiting.delete(name);
    this.forgotten.set(read.key, Math.max(read.covers ?? 0, this.forgotten.get(read.key) ?? 0));
  }

  /** Makes memories of what was adopted, so many of its records at most; false: there is more. */
  remember(atMost = Infinity): boolean {
    for (const [key, covers] of this.forgotten) this.blank(key, covers);
    this.forgotten.clear();
    let left = atMost;
    for (const [name, part] of this.waiting) {
      if (left === 0) return false;
      left -= 1;
      this.waiting.delete(name);
      this.decode(part);
    }
    return true;
  }

  /** The stream is replayed to where the snapshots were written: what they forgot is dropped. */
  settle(): void {
    for (const key of this.idle) this.dropIdle(this.keys.entry(key));
    this.idle.clear();
  }

  /** Drops a key of which nothing needs to be remembered. */
  dropIdle(entry: Entry<Memory>): void {
    if (this.topology.forgettable?.(entry.memory) === true && entry.since < 0) this.keys.forget(entry);
  }

  private blank(key: string, covers: number): void {
    const entry = this.keys.entry(key);
    if (entry.rebuild) return;
    entry.memory = this.topology.decider.initial(key);
    this.idle.add(key);
    this.keep(entry, covers);
  }

  private decode({ part: name, key, covers, bytes }: SnapshotPart): void {
    const part = this.parts.get(name);
    const entry = this.keys.entry(key);
    if (part === undefined || bytes === null || entry.rebuild) return;
    try {
      entry.memory = part.decode(bytes, entry.memory);
      this.keep(entry, covers);
    } catch {
      this.unreadable += 1;
      this.keys.entries.set(key, entry);
      Object.assign(entry, { memory: this.topology.decider.initial(key), covers: 0, rebuild: true });
    }
  }

  private keep(entry: Entry<Memory>, covers: number | undefined): void {
    this.keys.entries.set(entry.key, entry);
    if (covers !== undefined) {
      entry.covers = covers;
      this.keys.dirty.clean(entry);
    }
    // Before the replay all are armed at once, when they are whole.
    if (this.keys.silent) this.keys.arm(entry);
  }
}
