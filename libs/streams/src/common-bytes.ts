/** So many different ones are known at once; beyond that nothing is found to be common any more. */
const most = 10_000;

/** Bytes that many have in common, each held once, by number. */
export class CommonBytes {
  private readonly list: Buffer[] = [];
  private readonly byText = new Map<string, number>();
  /** The one that was asked for last: most ask for the same. */
  private last = 0;

  /** The number of these bytes, from now on if they are new; undefined: there is no room for more. */
  idOf(bytes: Buffer): number | undefined {
    if (this.list[this.last]?.equals(bytes) === true) return this.last;
    const text = bytes.toString('latin1');
    const id = this.byText.get(text) ?? this.list.length;
    if (id >= most) return undefined;
    if (id === this.list.length) {
      this.list.push(Buffer.from(bytes));
      this.byText.set(text, id);
    }
    this.last = id;
    return id;
  }

  /** The bytes of a number. */
  get(id: number): Buffer {
    const bytes = this.list[id];
    if (bytes === undefined) throw new RangeError(`there are no bytes ${id}`);
    return bytes;
  }
}
