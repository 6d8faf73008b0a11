import { Freezer } from './freezer';
import type { Entry, KeyedFold } from './keyed-fold';
import type { Meta, SnapshotPart, SnapshotRead } from './snapshot';
import type { Topology } from './topology';

/**
 * When snapshots are decoded: when somebody asks for the memory of the key, if its snapshots are all of it, or all
 * of them before the restoration is over, so that what cannot be read is rebuilt.
 */
export type Thaw = 'on-demand' | 'at-once';

/**
 * How the records of a snapshot topic become the memories of a partition: adopted in their order, as often as there
 * are new ones, then remembered.
 */
export class Adoption<Memory, Input, Output> {
  /** Where the snapshots say that the partition stood; undefined: they do not. */
  meta: Meta | undefined;
  /** How many keys have a snapshot that could not be decoded: they are rebuilt from the whole input. */
  unreadable = 0;
  /** The place of each part in the topology, by its name. */
  private readonly places: ReadonlyMap<string, number>;
  /** Of keys whose memory is there: the newest snapshot of each part that is not in it yet, in the order of the topology. */
  private readonly waiting = new Map<string, (SnapshotPart | undefined)[]>();
  /** Keys that are frozen, and must not stay so. */
  private readonly thawing = new Set<Entry<Memory>>();
  /** Keys that were forgotten, and the next offset of the stream that they had not seen then. */
  private readonly forgotten = new Map<string, number>();
  /** Keys that are to be dropped, unless the stream tells of them again. */
  private readonly idle = new Set<string>();

  constructor(
    private readonly topology: Topology<Memory, Input, Output>,
    private readonly keys: KeyedFold<Memory, Input, Output>,
    private readonly thaw: Thaw,
  ) {
    this.places = new Map(topology.memory.map((part, index) => [part.name, index]));
  }

  /** Takes over a record, in the order of the topic. */
  adopt(read: Exclude<SnapshotRead, { kind: 'unreadable' }>): void {
    if (read.kind === 'meta') {
      this.meta = read.meta;
      return;
    }
    const place = this.places.get(read.part);
    if (place === undefined) return;
    if (read.bytes === null) {
      this.forget(read, place);
      return;
    }
    const known = this.keys.entries.get(read.key);
    const there = known !== undefined && known.frozen === undefined;
    if (there || this.forgotten.has(read.key)) this.wait(place, read);
    else this.freeze(known ?? this.keys.blank(read.key), place, read.bytes, read);
  }

  /** Makes memories of what was adopted, of so many keys at most; false: there is more. */
  remember(atMost = Infinity): boolean {
    for (const [key, covers] of this.forgotten) this.blank(key, covers);
    this.forgotten.clear();
    let left = atMost;
    for (const entry of this.thawing) {
      if (left === 0) return false;
      left -= 1;
      this.thawing.delete(entry);
      this.decode(entry, []);
    }
    for (const [key, parts] of this.waiting) {
      if (left === 0) return false;
      left -= 1;
      this.waiting.delete(key);
      this.decode(this.keys.entries.get(key) ?? this.keys.blank(key), parts);
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

  /** All parts are forgotten at once: what waits of the key beside this one is forgotten too, or newer. */
  private forget({ key, covers }: SnapshotPart, place: number): void {
    const parts = this.waiting.get(key);
    if (parts !== undefined) parts[place] = undefined;
    this.forgotten.set(key, Math.max(covers ?? 0, this.forgotten.get(key) ?? 0));
  }

  private wait(place: number, part: SnapshotPart): void {
    const parts = this.waiting.get(part.key) ?? this.topology.memory.map(() => undefined);
    parts[place] = part;
    this.waiting.set(part.key, parts);
  }

  /** The part among those that are frozen already. */
  private freeze(entry: Entry<Memory>, place: number, bytes: Buffer, { covers, due }: SnapshotPart): void {
    entry.frozen ??= Freezer.nothing(this.topology.memory.length);
    this.keys.freezer.put(entry.frozen, place, bytes);
    const whole = due !== undefined && this.thaw === 'on-demand';
    if (whole) {
      entry.due = due;
      this.thawing.delete(entry);
    } else this.thawing.add(entry);
    this.keep(entry, covers);
  }

  private blank(key: string, covers: number): void {
    const entry = this.keys.entries.get(key) ?? this.keys.blank(key);
    if (entry.rebuild) return;
    entry.frozen = undefined;
    this.thawing.delete(entry);
    entry.memory = this.topology.decider.initial(key);
    this.idle.add(key);
    this.keep(entry, covers);
  }

  private decode(entry: Entry<Memory>, parts: readonly (SnapshotPart | undefined)[]): void {
    if (entry.rebuild) return;
    try {
      this.keys.thaw(entry);
      parts.forEach((part, place) => {
        const codec = this.topology.memory[place];
        if (part?.bytes != null && codec !== undefined) entry.memory = codec.decode(part.bytes, entry.memory);
        this.keep(entry, part?.covers);
      });
      this.keep(entry, undefined);
    } catch {
      this.unreadable += 1;
      this.keys.entries.set(entry.key, entry);
      const memory = this.topology.decider.initial(entry.key);
      Object.assign(entry, { memory, frozen: undefined, covers: 0, rebuild: true });
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
