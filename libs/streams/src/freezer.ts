/** Where the parts of a memory are in a freezer, in the order of the topology; -1: the part is not there. */
export type Frozen = number[];

/** Bytes of a shelf. What is larger has one of its own. */
const shelfSize = 1024 * 1024;

/** Before the bytes of a part: how many there is room for, and how many there are. */
const head = 8;

/**
 * Holds memories as their snapshots say them: a key that nobody asks for costs a restoration no decoding, and little
 * room. Bytes lie side by side in large buffers, since a million small ones would keep the collector busy.
 */
export class Freezer {
  private readonly shelves: Buffer[] = [];
  /** Bytes of the last shelf that are taken. */
  private taken = 0;

  /** Nothing of so many parts yet. */
  static nothing(parts: number): Frozen {
    return new Array<number>(parts).fill(-1);
  }

  /** Puts the bytes of a part where its older ones were, if there is room. */
  put(frozen: Frozen, part: number, bytes: Buffer): void {
    const known = frozen[part] ?? -1;
    const place = known >= 0 && this.roomAt(known) >= bytes.length ? known : this.place(bytes.length);
    const [shelf, at] = this.find(place);
    shelf.writeUInt32LE(bytes.length, at + 4);
    shelf.set(bytes, at + head);
    frozen[part] = place;
  }

  /** The bytes of a part; undefined: it is not there. They are to be read at once. */
  get(frozen: Frozen, part: number): Buffer | undefined {
    const place = frozen[part] ?? -1;
    if (place < 0) return undefined;
    const [shelf, at] = this.find(place);
    return shelf.subarray(at + head, at + head + shelf.readUInt32LE(at + 4));
  }

  private roomAt(place: number): number {
    const [shelf, at] = this.find(place);
    return shelf.readUInt32LE(at);
  }

  /** A place with some room to grow: the next version of a part is about as long. */
  private place(length: number): number {
    const room = length + 16;
    if (this.shelves.length === 0 || this.taken + head + room > shelfSize) {
      this.shelves.push(Buffer.allocUnsafeSlow(Math.max(shelfSize, head + room)));
      this.taken = 0;
    }
    const place = (this.shelves.length - 1) * shelfSize + this.taken;
    const [shelf, at] = this.find(place);
    shelf.writeUInt32LE(room, at);
    this.taken += head + room;
    return place;
  }

  private find(place: number): readonly [Buffer, number] {
    const shelf = this.shelves[Math.floor(place / shelfSize)];
    if (shelf === undefined) throw new RangeError(`there is no place ${place}`);
    return [shelf, place % shelfSize];
  }
}
