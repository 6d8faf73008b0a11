import type { Entry } from './entry';
import type { KeyedFold } from './keyed-fold';
import { isOf, keyText, type Meta, type SnapshotRead } from './snapshot';
import type { Topology } from './topology';

/**
 * When snapshots are decoded: `on-demand` when the memory of the key is needed, if its snapshots are all of it;
 * `at-once` all of them before the restore is over, so that unreadable ones are rebuilt.
 */
export type Thaw = 'on-demand' | 'at-once';

type PartRead = Extract<SnapshotRead, { kind: 'part' }>;
type Parts = readonly (PartRead | undefined)[];

/**
 * Turns the records of a snapshot topic into the memories of a partition: they are adopted in order, as often as there
 * are new ones, then remembered.
 */
export class Adoption<Memory, Input, Output> {
  /** Where the partition stood according to the snapshots; undefined: they do not say. */
  meta: Meta | undefined;
  /** Number of keys with a snapshot that could not be decoded: they are rebuilt from the whole input. */
  unreadable = 0;
  /**
   * For keys that are warm: the newest snapshot of each part that is not yet in the memory, in the order of the
   * topology.
   */
  private readonly waiting = new Map<string, (PartRead | undefined)[]>();
  /** Ids of cold keys that must not stay cold, unless more parts of them follow. */
  private readonly thawing: number[] = [];
  /** Keys of records that lacked some of their pieces: compaction leaves such a record when a newer one follows. */
  private readonly incomplete = new Map<string, string>();
  /** Forgotten keys, with the next offset of the stream that they had not seen then. */
  private readonly forgotten = new Map<string, number>();
  /** Keys to drop, unless the stream mentions them again. */
  private readonly idle = new Set<string>();

  constructor(
    private readonly topology: Topology<Memory, Input, Output>,
    private readonly keys: KeyedFold<Memory, Input, Output>,
    private readonly thaw: Thaw,
    /** With more warm keys than this, those that need no replay are held as bytes again. */
    private readonly warmKeys: () => number,
  ) {}

  /** Adopts a record, in the order of the topic. */
  adopt(read: Exclude<SnapshotRead, { kind: 'unreadable' }>): void {
    const { common, pieces } = this.keys;
    switch (read.kind) {
      case 'meta':
        this.meta = read.meta;
        return;
      case 'common':
        common.learn(read.id, read.bytes);
        return;
      case 'piece':
        pieces.learn(read);
        return;
      case 'part':
        if (read.common !== undefined) common.name(read.common);
        this.adoptPart(read);
    }
  }

  private adoptPart(read: PartRead): void {
    const place = this.topology.memory.findIndex(({ name }) => isOf(name, read));
    // It belongs to a part that an earlier or later version knows, and that version may come back to it.
    if (place < 0) return;
    const bytes = this.keys.pieces.whole(read);
    if (bytes === undefined) {
      this.incomplete.set(read.key.toString('utf8'), keyText(read));
      return;
    }
    if (this.incomplete.size > 0) this.incomplete.delete(read.key.toString('utf8'));
    if (bytes === null) {
      this.forget(keyText(read), place, read);
      return;
    }
    const there = this.keyThere(read);
    if (there === undefined) this.freeze(read, place, bytes);
    else this.wait(there, place, { ...read, bytes });
  }

  /** Makes memories of what was adopted, for `atMost` keys; false: there is more. */
  remember(atMost = Infinity): boolean {
    for (const [key, covers] of this.forgotten) this.blank(key, covers);
    this.forgotten.clear();
    for (const key of this.incomplete.values()) this.giveUp(key);
    this.incomplete.clear();
    const { cold } = this.keys;
    let left = atMost;
    for (let id = this.thawing.pop(); id !== undefined; id = this.thawing.pop()) {
      if (cold.has(id) && !cold.wasWhole(id)) {
        this.warm(id);
        left -= 1;
      }
      if (left === 0) return false;
    }
    for (const [key, parts] of this.waiting) {
      if (left === 0) return false;
      left -= 1;
      this.waiting.delete(key);
      const entry = this.added(key);
      this.decode(entry, parts);
      if (this.isSurplus(entry)) this.keys.coolAlone(entry);
    }
    return true;
  }

  /** A standby follows for days: what its owner has snapshotted need not stay warm. */
  private isSurplus({ key, since, rebuild }: Entry<Memory>): boolean {
    const { silent, entries } = this.keys;
    return silent && since < 0 && !rebuild && !this.idle.has(key) && entries.size > this.warmKeys();
  }

  /** The stream is replayed to where the snapshots were written: drops what they forgot. */
  settle(): void {
    for (const key of this.idle) this.dropIdle(this.keys.entry(key));
    this.idle.clear();
  }

  /** Drops a key of which nothing needs to be remembered. */
  dropIdle(entry: Entry<Memory>): void {
    if (this.topology.forgettable?.(entry.memory) === true && entry.since < 0) this.keys.forget(entry);
  }

  /** The key, if it is warm or must start over; undefined: it is cold or new, and needs no string. */
  private keyThere(read: PartRead): string | undefined {
    const { entries } = this.keys;
    if (entries.size === 0 && this.forgotten.size === 0) return undefined;
    const key = keyText(read);
    return entries.has(key) || this.forgotten.has(key) ? key : undefined;
  }

  /** All parts are forgotten at once: what else is waiting for the key is forgotten too, or newer. */
  private forget(key: string, place: number, { covers }: PartRead): void {
    const parts = this.waiting.get(key);
    if (parts !== undefined) parts[place] = undefined;
    this.forgotten.set(key, Math.max(covers ?? 0, this.forgotten.get(key) ?? 0));
  }

  private wait(key: string, place: number, part: PartRead): void {
    const parts = this.waiting.get(key) ?? this.topology.memory.map(() => undefined);
    parts[place] = part;
    this.waiting.set(key, parts);
  }

  private freeze({ key, from, due, covers, common }: PartRead, place: number, bytes: Buffer): void {
    const { cold } = this.keys;
    const id = cold.add(key, from);
    cold.put(id, { place, bytes, common, due: this.thaw === 'on-demand' ? due : undefined, covers });
    if (!cold.wasWhole(id)) this.thawing.push(id);
  }

  /** The entry of a key, which is kept from now on. */
  private added(key: string): Entry<Memory> {
    const entry = this.keys.entry(key);
    this.keys.entries.set(key, entry);
    return entry;
  }

  private blank(key: string, covers: number): void {
    this.keys.forgetCold(key);
    const entry = this.added(key);
    if (entry.rebuild) return;
    entry.memory = this.topology.decider.initial(key);
    this.idle.add(key);
    this.stand(entry, covers);
  }

  private warm(id: number): void {
    const key = this.keys.cold.keyOf(id);
    try {
      this.keys.thaw(id);
    } catch {
      this.giveUp(key);
    }
  }

  /** Discards the snapshots of a key, which are unusable. */
  private giveUp(key: string): void {
    this.keys.forgetCold(key);
    this.rebuild(this.added(key));
  }

  private decode(entry: Entry<Memory>, parts: Parts): void {
    if (entry.rebuild) return;
    try {
      parts.forEach((part, place) => {
        const codec = this.topology.memory[place];
        if (part?.bytes != null && codec !== undefined) {
          const bytes = this.keys.common.whole(part.bytes, part.common);
          entry.memory = codec.decode(bytes, entry.memory, entry.key);
        }
        this.stand(entry, part?.covers);
      });
    } catch {
      this.rebuild(entry);
    }
  }

  private rebuild(entry: Entry<Memory>): void {
    this.unreadable += 1;
    const memory = this.topology.decider.initial(entry.key);
    Object.assign(entry, { memory, covers: 0, rebuild: true });
  }

  /** Moves the entry to where its snapshot was written, if the stream changes what is in it. */
  private stand(entry: Entry<Memory>, covers: number | undefined): void {
    if (covers !== undefined) {
      entry.covers = covers;
      this.keys.dirty.clean(entry);
    }
    // Before the replay all entries are armed at once, when they are complete.
    if (this.keys.silent) this.keys.arm(entry);
  }
}
