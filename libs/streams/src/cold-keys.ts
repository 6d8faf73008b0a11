import type { CommonBytes } from './common-bytes';
import { Freezer } from './freezer';
import type { PackedPart } from './packed-part';

/** Places that are not taken, in tables of places. */
const none = -1;

/** Keys that there is room for at first. */
const least = 1_024;

/**
 * What is known of a key lies side by side in one table: where its bytes are, whether it is here (1, else 0), when it is
 * due, the next offset of the stream that it has not seen, and for each part where its own bytes are, and the number of
 * those that it has in common with others.
 */
const column = { key: 0, here: 1, due: 2, covers: 3, parts: 4 } as const;

/** A part that is to be held: as it was packed, and what the key has come to with it. */
export interface ColdPart extends PackedPart {
  /** Place of the part in the topology. */
  readonly place: number;
  /** When the key is due, ms, if its snapshots are all of its memory now. */
  readonly due: number | undefined;
  /** Next offset of the stream that is not in it, if the stream changes it. */
  readonly covers: number | undefined;
}

/** `due` of a key whose snapshots were never all of its memory. */
const unknown = NaN;

/**
 * Keys of which only the bytes of their snapshots are held, and when they are due: what a restoration has to do for a
 * key that nobody asks for, without an object of its own. Found by the bytes of the key, by open addressing in tables
 * of numbers.
 */
export class ColdKeys {
  /** How many there are. */
  size = 0;
  /** No key is due before this time, ms. */
  dueFrom = Infinity;
  private freezer = new Freezer();
  /** Ids by hash; none: free. There are at least twice as many as ids. */
  private slots = new Int32Array(2 * least).fill(none);
  /** How many ids were given: of keys that are here, and of keys that were. */
  given = 0;
  private readonly width: number;
  private table: Float64Array;

  constructor(
    parts: number,
    private readonly common: CommonBytes,
  ) {
    this.width = column.parts + 2 * parts;
    this.table = new Float64Array(least * this.width);
  }

  /** The id of the key in a buffer, from an offset on; undefined: it is not here. */
  find(bytes: Buffer, from = 0): number | undefined {
    if (this.size === 0) return undefined;
    const id = this.slots[this.slotOf(bytes, from)] ?? none;
    return id !== none && this.has(id) ? id : undefined;
  }

  /** The id of a key that is here from now on, if it was not. */
  add(bytes: Buffer, from = 0): number {
    const slot = this.slotOf(bytes, from);
    const known = this.slots[slot] ?? none;
    if (known !== none && this.has(known)) return known;
    const id = known === none ? this.give(bytes, from, slot) : known;
    const row = id * this.width;
    this.table[row + column.here] = 1;
    this.table[row + column.due] = unknown;
    this.table[row + column.covers] = 0;
    this.size += 1;
    return id;
  }

  /** Takes the snapshot of a part of a key that is here. */
  put(id: number, { place, bytes, common, due, covers }: ColdPart): void {
    const { table } = this;
    const row = id * this.width;
    const at = row + column.parts + 2 * place;
    table[at] = this.freezer.put(table[at] ?? none, bytes);
    table[at + 1] = common ?? none;
    if (covers !== undefined) table[row + column.covers] = covers;
    if (due === undefined) return;
    table[row + column.due] = due;
    this.dueFrom = Math.min(this.dueFrom, due);
  }

  /** Whether a key is here. */
  has(id: number): boolean {
    return this.table[id * this.width + column.here] === 1;
  }

  /**
   * Whether the snapshots of a key were all of its memory once. What has changed it since is found by whoever replays
   * the stream: a record of it, or that it was due.
   */
  wasWhole(id: number): boolean {
    return !Number.isNaN(this.table[id * this.width + column.due]);
  }

  /** The text of a key. */
  keyOf(id: number): string {
    return this.bytesOf(id).toString('utf8');
  }

  /** Next offset of the stream that the memory of a key has not seen. */
  coversOf(id: number): number {
    return this.table[id * this.width + column.covers] ?? 0;
  }

  /**
   * A copy of the snapshot of a part: whoever decodes it may keep some of it. Undefined: there is none. Throws if nothing
   * says what its common bytes are.
   */
  partOf(id: number, part: number): Buffer | undefined {
    const at = id * this.width + column.parts + 2 * part;
    const place = this.table[at] ?? none;
    if (place === none) return undefined;
    const own = this.freezer.get(place);
    const common = this.table[at + 1] ?? none;
    return common === none ? Buffer.from(own) : this.common.whole(own, common);
  }

  /** The key is not here any more; with the last one all room is given back. */
  remove(id: number): void {
    this.table[id * this.width + column.here] = 0;
    this.table[id * this.width + column.due] = unknown;
    for (let at = id * this.width + column.parts; at < (id + 1) * this.width; at += 2) {
      const place = this.table[at] ?? none;
      if (place !== none) this.freezer.release(place);
      this.table[at] = none;
    }
    this.size -= 1;
    if (this.size > 0) return;
    this.dueFrom = Infinity;
    this.empty();
  }

  /** Gives the room back of keys that are not here any more, if it is most of it. Who holds ids must ask for them again. */
  tidy(): void {
    if (this.given <= 2 * Math.max(least, this.size)) return;
    const { table, freezer, given, width } = this;
    this.empty();
    for (let row = 0; row < given * width; row += width) {
      if (table[row + column.here] === 1) this.move(table.subarray(row, row + width), freezer);
    }
  }

  /** When a key is due, ms; NaN: its snapshots were never all of its memory. */
  private dueOf(id: number): number {
    return this.table[id * this.width + column.due] ?? unknown;
  }

  /**
   * If any key is due by a time: those that are due by a later one, too, in no order, since to find them all are looked at;
   * of more than `atMost` those that are due first. Whoever asks removes them before anything is asked again.
   */
  takeDue(time: number, later = time, atMost = Infinity): readonly number[] {
    if (time < this.dueFrom) return [];
    const { table, width } = this;
    const due: number[] = [];
    let rest = Infinity;
    for (let id = 0, at = column.due; id < this.given; id++, at += width) {
      // Of what is unknown no comparison is true.
      const one = table[at] ?? unknown;
      if (one <= later) due.push(id);
      else if (one < rest) rest = one;
    }
    this.dueFrom = rest;
    return due.length <= atMost ? due : this.firstDue(due, atMost);
  }

  private firstDue(ids: readonly number[], atMost: number): readonly number[] {
    const dues = Float64Array.from(ids, (id) => this.dueOf(id)).sort();
    const last = dues[atMost - 1] ?? Infinity;
    const before = ids.filter((id) => this.dueOf(id) < last);
    const together = ids.filter((id) => this.dueOf(id) === last);
    this.dueFrom = last;
    return [...before, ...together].slice(0, atMost);
  }

  /** The slot of a key, or the one that is free for it. */
  private slotOf(bytes: Buffer, from: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(bytes, from) & mask;
    for (;;) {
      const id = this.slots[slot] ?? none;
      if (id === none || this.freezer.holds(this.table[id * this.width] ?? none, bytes, from)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private empty(): void {
    this.freezer = new Freezer();
    this.slots = new Int32Array(2 * least).fill(none);
    this.given = 0;
    this.table = new Float64Array(least * this.width);
  }

  /** Takes over a key that is not here yet: its row, and its bytes, which are in another freezer. */
  private move(row: Float64Array, from: Freezer): void {
    const key = from.get(row[column.key] ?? none);
    const at = this.give(key, 0, this.slotOf(key, 0)) * this.width;
    row[column.key] = this.table[at + column.key] ?? none;
    for (let part: number = column.parts; part < row.length; part += 2) {
      const place = row[part] ?? none;
      row[part] = place === none ? none : this.freezer.put(none, from.get(place));
    }
    this.table.set(row, at);
  }

  private bytesOf(id: number): Buffer {
    return this.freezer.get(this.table[id * this.width + column.key] ?? none);
  }

  private give(bytes: Buffer, from: number, slot: number): number {
    const id = this.given;
    this.given += 1;
    this.slots[slot] = id;
    if (this.given * this.width > this.table.length) {
      const table = new Float64Array(2 * this.table.length);
      table.set(this.table);
      this.table = table;
    }
    const row = id * this.width;
    this.table.fill(none, row + column.parts, row + this.width);
    this.table[row + column.key] = this.freezer.put(none, from === 0 ? bytes : bytes.subarray(from));
    if (2 * this.given > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(none);
    for (let id = 0; id < this.given; id++) this.slots[this.slotOf(this.bytesOf(id), 0)] = id;
  }
}

/** FNV-1a, its upper bits mixed into the lower ones, which choose the slot. */
function hashOf(bytes: Buffer, from: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
