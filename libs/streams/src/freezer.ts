/** Bytes of a shelf. What is larger has one of its own. */
const shelfSize = 1024 * 1024;

/** Before the bytes: how many there is room for, and how many there are. */
const head = 8;

/** Holds bytes side by side in large buffers, by the number of their place: a million small ones keep a collector busy. */
export class Freezer {
  private readonly shelves: Buffer[] = [];
  /** Bytes of the last shelf that are taken. */
  private taken = 0;

  /** Puts bytes where older ones were, if there is room for them, or at a new place, and gives it; -1: there were none. */
  put(older: number, bytes: Buffer): number {
    const place =
      older >= 0 && this.roomAt(older) >= bytes.length ? older : this.place(bytes.length, older >= 0);
    const shelf = this.shelfOf(place);
    const at = place % shelfSize;
    shelf.writeUInt32LE(bytes.length, at + 4);
    shelf.set(bytes, at + head);
    return place;
  }

  /** The bytes at a place, to be read at once: they may be overwritten later. */
  get(place: number): Buffer {
    const shelf = this.shelfOf(place);
    const at = place % shelfSize;
    return shelf.subarray(at + head, at + head + shelf.readUInt32LE(at + 4));
  }

  /** Whether the bytes at a place are those of a buffer from an offset on. */
  holds(place: number, bytes: Buffer, from: number): boolean {
    const shelf = this.shelfOf(place);
    const at = place % shelfSize;
    const length = bytes.length - from;
    if (shelf.readUInt32LE(at + 4) !== length) return false;
    for (let i = 0; i < length; i++) if (shelf[at + head + i] !== bytes[from + i]) return false;
    return true;
  }

  private roomAt(place: number): number {
    return this.shelfOf(place).readUInt32LE(place % shelfSize);
  }

  /**
   * A new place, with some room: the next version of a memory is about as long. What has outgrown a place grows on, and
   * leaves the old one behind: it gets twice the room, so that all that was left behind is no more than that.
   */
  private place(length: number, outgrown: boolean): number {
    const room = outgrown ? 2 * length : length + 16;
    if (this.shelves.length === 0 || this.taken + head + room > shelfSize) {
      this.shelves.push(Buffer.allocUnsafeSlow(Math.max(shelfSize, head + room)));
      this.taken = 0;
    }
    const place = (this.shelves.length - 1) * shelfSize + this.taken;
    this.shelfOf(place).writeUInt32LE(room, this.taken);
    this.taken += head + room;
    return place;
  }

  private shelfOf(place: number): Buffer {
    const shelf = this.shelves[Math.floor(place / shelfSize)];
    if (shelf === undefined) throw new RangeError(`there is no place ${place}`);
    return shelf;
  }
}
