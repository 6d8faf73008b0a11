import type { CommonBytes } from './common-bytes';
import { SlabStore } from './slab-store';
import type { PackedPart } from './packed-part';

/** An empty cell in tables of places. */
const none = -1;

/** Initial capacity, keys. */
const least = 1_024;

/**
 * Columns of the table, one row per key: where its bytes are, whether it is here (1, else 0), when it is due, the next
 * offset of the stream that it has not seen, and for each part where its own bytes are and the number of the bytes it
 * shares with others.
 */
const column = { key: 0, here: 1, due: 2, covers: 3, parts: 4 } as const;

/** A part to hold: packed, with what its snapshot says about the key. */
export interface ColdPart extends PackedPart {
  /** Position of the part in the topology. */
  readonly place: number;
  /** When the key is due, ms, if its snapshots are now all of its memory. */
  readonly due: number | undefined;
  /** Next offset of the stream that is not in it, if the stream changes it. */
  readonly covers: number | undefined;
}

/** `due` of a key whose snapshots were never all of its memory. */
const unknown = NaN;

/**
 * Keys of which only the bytes of their snapshots are held, and when they are due: all that a restore has to do for a
 * key that is not accessed, without an object per key. They are found by the bytes of the key, through open addressing
 * in tables of numbers.
 */
export class ColdKeys {
  /** Number of keys. */
  size = 0;
  /** No key is due before this time, ms. */
  dueFrom = Infinity;
  private store = new SlabStore();
  /** Ids by hash; `none` if free. There are at least twice as many slots as ids. */
  private slots = new Int32Array(2 * least).fill(none);
  /** Number of ids given out, including those of removed keys. */
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

  /** The id of a key, which is added if it is not here. */
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

  /** Stores the snapshot of a part of a key that is here. */
  put(id: number, { place, bytes, common, due, covers }: ColdPart): void {
    const { table } = this;
    const row = id * this.width;
    const at = row + column.parts + 2 * place;
    table[at] = this.store.put(table[at] ?? none, bytes);
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
   * Whether the snapshots of a key were all of its memory at some point. A replay of the stream finds what has changed
   * since: a record of the key, or that it was due.
   */
  wasWhole(id: number): boolean {
    return !Number.isNaN(this.table[id * this.width + column.due]);
  }

  /** The key as text. */
  keyOf(id: number): string {
    return this.bytesOf(id).toString('utf8');
  }

  /** Next offset of the stream that the memory of a key has not seen. */
  coversOf(id: number): number {
    return this.table[id * this.width + column.covers] ?? 0;
  }

  /**
   * A copy of the snapshot of a part: its decoder may keep some of it. Undefined if there is none. Throws if its common
   * bytes are not known.
   */
  partOf(id: number, part: number): Buffer | undefined {
    const at = id * this.width + column.parts + 2 * part;
    const place = this.table[at] ?? none;
    if (place === none) return undefined;
    const own = this.store.get(place);
    const common = this.table[at + 1] ?? none;
    return common === none ? Buffer.from(own) : this.common.whole(own, common);
  }

  /** Removes a key; with the last one all memory is released. */
  remove(id: number): void {
    this.table[id * this.width + column.here] = 0;
    this.table[id * this.width + column.due] = unknown;
    for (let at = id * this.width + column.parts; at < (id + 1) * this.width; at += 2) {
      const place = this.table[at] ?? none;
      if (place !== none) this.store.release(place);
      this.table[at] = none;
    }
    this.size -= 1;
    if (this.size > 0) return;
    this.dueFrom = Infinity;
    this.empty();
  }

  /** Releases the memory of removed keys, if that is most of it. Ids change: callers must look them up again. */
  tidy(): void {
    if (this.given <= 2 * Math.max(least, this.size)) return;
    const { table, store, given, width } = this;
    this.empty();
    for (let row = 0; row < given * width; row += width) {
      if (table[row + column.here] === 1) this.move(table.subarray(row, row + width), store);
    }
  }

  /** When a key is due, ms; NaN: its snapshots were never all of its memory. */
  private dueOf(id: number): number {
    return this.table[id * this.width + column.due] ?? unknown;
  }

  /**
   * If any key is due by `time`: those due by `later`, too, in no particular order, since finding them means scanning
   * all; if there are more than `atMost`, those that are due first. The caller removes them before any other call.
   */
  takeDue(time: number, later = time, atMost = Infinity): readonly number[] {
    if (time < this.dueFrom) return [];
    const { table, width } = this;
    const due: number[] = [];
    let rest = Infinity;
    for (let id = 0, at = column.due; id < this.given; id++, at += width) {
      // Comparisons with `unknown` (NaN) are false.
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

  /** The slot of a key, or the free one for it. */
  private slotOf(bytes: Buffer, from: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(bytes, from) & mask;
    for (;;) {
      const id = this.slots[slot] ?? none;
      if (id === none || this.store.holds(this.table[id * this.width] ?? none, bytes, from)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private empty(): void {
    this.store = new SlabStore();
    this.slots = new Int32Array(2 * least).fill(none);
    this.given = 0;
    this.table = new Float64Array(least * this.width);
  }

  /** Takes over a key that is not here yet: its row, and its bytes from another store. */
  private move(row: Float64Array, from: SlabStore): void {
    const key = from.get(row[column.key] ?? none);
    const at = this.give(key, 0, this.slotOf(key, 0)) * this.width;
    row[column.key] = this.table[at + column.key] ?? none;
    for (let part: number = column.parts; part < row.length; part += 2) {
      const place = row[part] ?? none;
      row[part] = place === none ? none : this.store.put(none, from.get(place));
    }
    this.table.set(row, at);
  }

  private bytesOf(id: number): Buffer {
    return this.store.get(this.table[id * this.width + column.key] ?? none);
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
    this.table[row + column.key] = this.store.put(none, from === 0 ? bytes : bytes.subarray(from));
    if (2 * this.given > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(none);
    for (let id = 0; id < this.given; id++) this.slots[this.slotOf(this.bytesOf(id), 0)] = id;
  }
}

/** FNV-1a, with its upper bits mixed into the lower ones, which select the slot. */
function hashOf(bytes: Buffer, from: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
