/** Where a partition stands: what may be committed. */
export interface Standing {
  /** Next notification to be read after a restart. */
  readonly notifications: number;
  /** Where in deliveries a restart begins to look for what became of them. */
  readonly deliveries: number;
}

/**
 * Which notifications of a partition are not settled. Offsets are committed up to the oldest of them; what became
 * of those after it, a restart learns from the deliveries that were written since the oldest was taken.
 */
export class Ledger {
  private readonly open = new Map<string, Standing>();
  private next: Standing;

  constructor(start: Standing) {
    this.next = start;
  }

  /** Notifications that are not settled. */
  get size(): number {
    return this.open.size;
  }

  /** Takes up a notification, by the key of its sending; `deliveries` is the end of that partition before anything was tried. */
  take(key: string, offset: number, deliveries: number): void {
    if (!this.open.has(key)) this.open.set(key, { notifications: offset, deliveries });
  }

  /** Everything before this offset has been taken. */
  moveTo(offset: number, deliveries: number): void {
    this.next = { notifications: offset, deliveries };
  }

  /** A notification is settled, and that is recorded. */
  settle(key: string): void {
    this.open.delete(key);
  }

  /** What may be committed now. */
  get standing(): Standing {
    // Notifications are taken in the order of their offsets, so the first entry is the oldest.
    return this.open.values().next().value ?? this.next;
  }
}
