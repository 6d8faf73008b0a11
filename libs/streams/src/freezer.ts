/** Prefix of a slot: the number of its bytes; in a free slot, the next free one. */
const head = 4;

/** Most slots of a shelf, so that a place is a single number. */
const most = 2 ** 16;

/** Size of a shelf, bytes: enough slots to be worth a buffer, and few enough that empty ones cost little. */
const shelfSize = { least: 16 * 1024, most: 256 * 1024, slots: 32 };

/** No slot; the end of a list of slots. */
const none = -1;

/** A buffer of slots of one size. */
interface Shelf {
  readonly bytes: Buffer;
  /** Size of a slot, bytes. */
  readonly room: number;
  /** Slots from here on were never used. */
  fresh: number;
  /** The first slot that was freed; each names the next one. */
  free: number;
  taken: number;
}

/**
 * Holds bytes side by side in large buffers, by the number of their place: a million small ones keep the GC busy. It is
 * a slab allocator (Bonwick, The slab allocator, 1994): the slots of a shelf have one size, larger than their content
 * by an eighth or seven bytes at most, and a shelf without a used slot is released.
 */
export class Freezer {
  private readonly shelves: (Shelf | undefined)[] = [];
  /** Numbers of released shelves. */
  private readonly vacant: number[] = [];
  /** Numbers of the shelves that have a free slot, by slot size. */
  private readonly open = new Map<number, number[]>();
  /** Bytes of all shelves. */
  size = 0;

  /** Stores bytes, in the place of older ones (-1: none) if they fit well there, and returns their place. */
  put(older: number, bytes: Buffer): number {
    const room = roomFor(head + bytes.length);
    const isGood = older >= 0 && this.shelfOf(older).room === room;
    if (older >= 0 && !isGood) this.release(older);
    const place = isGood ? older : this.place(room);
    const shelf = this.shelfOf(place);
    const at = startOf(shelf, place);
    shelf.bytes.writeInt32LE(bytes.length, at);
    shelf.bytes.set(bytes, at + head);
    return place;
  }

  /** The bytes at a place, to be read at once: they may be overwritten later. */
  get(place: number): Buffer {
    const shelf = this.shelfOf(place);
    const at = startOf(shelf, place);
    return shelf.bytes.subarray(at + head, at + head + shelf.bytes.readInt32LE(at));
  }

  /** Whether the bytes at a place are those of a buffer from an offset on. */
  holds(place: number, bytes: Buffer, from: number): boolean {
    const shelf = this.shelfOf(place);
    const at = startOf(shelf, place);
    const length = bytes.length - from;
    if (shelf.bytes.readInt32LE(at) !== length) return false;
    for (let i = 0; i < length; i++) if (shelf.bytes[at + head + i] !== bytes[from + i]) return false;
    return true;
  }

  /** Frees a place. */
  release(place: number): void {
    const shelf = this.shelfOf(place);
    const number = Math.floor(place / most);
    const open = this.openOf(shelf.room);
    if (isFull(shelf)) open.push(number);
    shelf.taken -= 1;
    shelf.bytes.writeInt32LE(shelf.free, startOf(shelf, place));
    shelf.free = place % most;
    // One is kept: the next bytes of this size would require a new one.
    if (shelf.taken > 0 || open.length === 1) return;
    open.splice(open.indexOf(number), 1);
    this.shelves[number] = undefined;
    this.vacant.push(number);
    this.size -= shelf.bytes.length;
  }

  /** A free place with this slot size. */
  private place(room: number): number {
    const open = this.openOf(room);
    const number = open.at(-1) ?? this.build(room);
    const shelf = this.shelfOf(number * most);
    const slot = shelf.free === none ? shelf.fresh++ : shelf.free;
    if (slot === shelf.free) shelf.free = shelf.bytes.readInt32LE(slot * room);
    shelf.taken += 1;
    if (isFull(shelf)) open.pop();
    return number * most + slot;
  }

  private build(room: number): number {
    const number = this.vacant.pop() ?? this.shelves.length;
    const wanted = Math.min(shelfSize.most, Math.max(shelfSize.least, shelfSize.slots * room));
    const bytes = Buffer.allocUnsafeSlow(Math.max(1, Math.floor(wanted / room)) * room);
    this.shelves[number] = { bytes, room, fresh: 0, free: none, taken: 0 };
    this.openOf(room).push(number);
    this.size += bytes.length;
    return number;
  }

  private openOf(room: number): number[] {
    const known = this.open.get(room);
    if (known !== undefined) return known;
    const open: number[] = [];
    this.open.set(room, open);
    return open;
  }

  private shelfOf(place: number): Shelf {
    const shelf = this.shelves[Math.floor(place / most)];
    if (shelf === undefined) throw new RangeError(`there is no place ${place}`);
    return shelf;
  }
}

/** Eight sizes between a power of two and the next. */
function roomFor(length: number): number {
  const step = Math.max(8, 2 ** (28 - Math.clz32(length)));
  return Math.ceil(length / step) * step;
}

const startOf = ({ room }: Shelf, place: number): number => (place % most) * room;

const isFull = ({ bytes, room, taken }: Shelf): boolean => taken * room === bytes.length;
