/** Prefix of a slot: the number of its bytes; in a free slot, the next free one. */
const head = 4;

/** Most slots of a slab, so that a place is a single number. */
const most = 2 ** 16;

/** Size of a slab, bytes: enough slots to be worth a buffer, and few enough that empty ones cost little. */
const slabSize = { least: 16 * 1024, most: 256 * 1024, slots: 32 };

/** No slot; the end of a list of slots. */
const none = -1;

/** A buffer of slots of one size. */
interface Slab {
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
 * a slab allocator (Bonwick, The slab allocator, 1994): the slots of a slab have one size, larger than their content
 * by an eighth or seven bytes at most, and a slab without a used slot is released.
 */
export class SlabStore {
  private readonly slabs: (Slab | undefined)[] = [];
  /** Numbers of released slabs. */
  private readonly vacant: number[] = [];
  /** Numbers of the slabs that have a free slot, by slot size. */
  private readonly open = new Map<number, number[]>();
  /** Bytes of all slabs. */
  size = 0;

  /** Stores bytes, in the place of older ones (-1: none) if they fit well there, and returns their place. */
  put(older: number, bytes: Buffer): number {
    const room = roomFor(head + bytes.length);
    const isGood = older >= 0 && this.slabOf(older).room === room;
    if (older >= 0 && !isGood) this.release(older);
    const place = isGood ? older : this.place(room);
    const slab = this.slabOf(place);
    const at = startOf(slab, place);
    slab.bytes.writeInt32LE(bytes.length, at);
    slab.bytes.set(bytes, at + head);
    return place;
  }

  /** The bytes at a place, to be read at once: they may be overwritten later. */
  get(place: number): Buffer {
    const slab = this.slabOf(place);
    const at = startOf(slab, place);
    return slab.bytes.subarray(at + head, at + head + slab.bytes.readInt32LE(at));
  }

  /** Whether the bytes at a place are those of a buffer from an offset on. */
  holds(place: number, bytes: Buffer, from: number): boolean {
    const slab = this.slabOf(place);
    const at = startOf(slab, place);
    const length = bytes.length - from;
    if (slab.bytes.readInt32LE(at) !== length) return false;
    for (let i = 0; i < length; i++) if (slab.bytes[at + head + i] !== bytes[from + i]) return false;
    return true;
  }

  /** Frees a place. */
  release(place: number): void {
    const slab = this.slabOf(place);
    const number = Math.floor(place / most);
    const open = this.openOf(slab.room);
    if (isFull(slab)) open.push(number);
    slab.taken -= 1;
    slab.bytes.writeInt32LE(slab.free, startOf(slab, place));
    slab.free = place % most;
    // One is kept: the next bytes of this size would require a new one.
    if (slab.taken > 0 || open.length === 1) return;
    open.splice(open.indexOf(number), 1);
    this.slabs[number] = undefined;
    this.vacant.push(number);
    this.size -= slab.bytes.length;
  }

  /** A free place with this slot size. */
  private place(room: number): number {
    const open = this.openOf(room);
    const number = open.at(-1) ?? this.build(room);
    const slab = this.slabOf(number * most);
    const slot = slab.free === none ? slab.fresh++ : slab.free;
    if (slot === slab.free) slab.free = slab.bytes.readInt32LE(slot * room);
    slab.taken += 1;
    if (isFull(slab)) open.pop();
    return number * most + slot;
  }

  private build(room: number): number {
    const number = this.vacant.pop() ?? this.slabs.length;
    const wanted = Math.min(slabSize.most, Math.max(slabSize.least, slabSize.slots * room));
    const bytes = Buffer.allocUnsafeSlow(Math.max(1, Math.floor(wanted / room)) * room);
    this.slabs[number] = { bytes, room, fresh: 0, free: none, taken: 0 };
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

  private slabOf(place: number): Slab {
    const slab = this.slabs[Math.floor(place / most)];
    if (slab === undefined) throw new RangeError(`there is no place ${place}`);
    return slab;
  }
}

/** Eight sizes between a power of two and the next. */
function roomFor(length: number): number {
  const step = Math.max(8, 2 ** (28 - Math.clz32(length)));
  return Math.ceil(length / step) * step;
}

const startOf = ({ room }: Slab, place: number): number => (place % most) * room;

const isFull = ({ bytes, room, taken }: Slab): boolean => taken * room === bytes.length;
