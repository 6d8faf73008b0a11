/**
 * Most entries held at once; beyond that no further bytes are treated as common. Unnamed entries are forgotten only
 * when a process takes over the partition.
 */
const most = 10_000;

/**
 * Bytes that many keys of a partition share, each held once, in memory and in the snapshots: there they are records of
 * their own, identified by a number, and the snapshots of the keys name that number. Only the writer of the partition
 * assigns numbers.
 */
export class CommonBytes {
  private readonly byId = new Map<number, Buffer>();
  private readonly byText = new Map<string, number>();
  /** Numbers named by snapshots that were read. */
  private readonly named = new Set<number>();
  /** Numbers whose record must be written: new ones, and those that no snapshot names. */
  private changed = new Set<number>();
  private next = 0;
  /** The most recent one: most lookups are for the same bytes. */
  private last: { readonly id: number; readonly bytes: Buffer } | undefined;

  /** The number of these bytes, which is assigned if they are new; undefined: there is no room for more. */
  idOf(bytes: Buffer): number | undefined {
    if (this.last?.bytes.equals(bytes) === true) return this.last.id;
    const id = this.byText.get(bytes.toString('latin1')) ?? this.give(bytes);
    if (id !== undefined) this.last = { id, bytes: this.get(id) };
    return id;
  }

  /** The bytes of a number. Throws if it is not defined. */
  get(id: number): Buffer {
    const bytes = this.byId.get(id);
    if (bytes === undefined) throw new RangeError(`no record defines the common bytes ${id}`);
    return bytes;
  }

  /** Bytes, followed by those of a number, if given. Throws if it is not defined. */
  whole(bytes: Buffer, id: number | undefined): Buffer {
    return id === undefined ? bytes : Buffer.concat([bytes, this.get(id)]);
  }

  /** Adopts the definition of a number from a record; null: it is no longer defined. */
  learn(id: number, bytes: Buffer | null): void {
    this.drop(id);
    if (bytes !== null) this.hold(id, bytes);
    this.next = Math.max(this.next, id + 1);
  }

  /** Notes that a snapshot that was read names a number. */
  name(id: number): void {
    this.named.add(id);
    this.next = Math.max(this.next, id + 1);
  }

  /** All snapshots were read: drops what none of them names. */
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
