/**
 * So many different ones are known at once; beyond that nothing is found to be common any more. What nobody names is
 * forgotten when somebody takes the partition over, and not before.
 */
const most = 10_000;

/**
 * Bytes that many keys of a partition have in common, each held once, in memory and in the snapshots: there they stand
 * in a record of their own, by number, and the snapshots of the keys name the number. Numbers are given by whoever
 * writes the partition, so that there is one who gives them.
 */
export class CommonBytes {
  private readonly byId = new Map<number, Buffer>();
  private readonly byText = new Map<string, number>();
  /** Numbers that snapshots name which were read. */
  private readonly named = new Set<number>();
  /** Numbers whose record must be written: those that are new, and those that nobody names. */
  private changed = new Set<number>();
  private next = 0;
  /** The one that was asked for last: most ask for the same. */
  private last: { readonly id: number; readonly bytes: Buffer } | undefined;

  /** The number of these bytes, from now on if they are new; undefined: there is no room for more. */
  idOf(bytes: Buffer): number | undefined {
    if (this.last?.bytes.equals(bytes) === true) return this.last.id;
    const id = this.byText.get(bytes.toString('latin1')) ?? this.give(bytes);
    if (id !== undefined) this.last = { id, bytes: this.get(id) };
    return id;
  }

  /** The bytes of a number. Throws if it stands for none. */
  get(id: number): Buffer {
    const bytes = this.byId.get(id);
    if (bytes === undefined) throw new RangeError(`no record says what the common bytes ${id} are`);
    return bytes;
  }

  /** Bytes, and those of a number after them, if there is one. Throws if it stands for none. */
  whole(bytes: Buffer, id: number | undefined): Buffer {
    return id === undefined ? bytes : Buffer.concat([bytes, this.get(id)]);
  }

  /** Takes over what a record says of a number; null: it stands for nothing any more. */
  learn(id: number, bytes: Buffer | null): void {
    this.drop(id);
    if (bytes !== null) this.hold(id, bytes);
    this.next = Math.max(this.next, id + 1);
  }

  /** A snapshot was read that names a number. */
  name(id: number): void {
    this.named.add(id);
    this.next = Math.max(this.next, id + 1);
  }

  /** All snapshots were read: what none of them names is given up. */
  dropUnnamed(): void {
    for (const id of [...this.byId.keys()].filter((known) => !this.named.has(known))) {
      this.drop(id);
      this.changed.add(id);
    }
    this.named.clear();
  }

  /** The numbers whose records must be written now, with their bytes; null: to be forgotten. */
  takeChanged(): readonly (readonly [id: number, bytes: Buffer | null])[] {
    if (this.changed.size === 0) return [];
    const taken = [...this.changed].map((id) => [id, this.byId.get(id) ?? null] as const);
    this.changed = new Set();
    return taken;
  }

  private give(bytes: Buffer): number | undefined {
    if (this.byId.size >= most) return undefined;
    const id = this.next;
    this.next += 1;
    this.hold(id, bytes);
    this.changed.add(id);
    return id;
  }

  private hold(id: number, bytes: Buffer): void {
    this.byId.set(id, Buffer.from(bytes));
    this.byText.set(bytes.toString('latin1'), id);
  }

  private drop(id: number): void {
    const bytes = this.byId.get(id);
    if (bytes === undefined) return;
    this.byId.delete(id);
    this.last = undefined;
    const text = bytes.toString('latin1');
    if (this.byText.get(text) === id) this.byText.delete(text);
  }
}
