/** The offsets that may be committed for a partition. */
export interface Standing {
  /** The next notification to read after a restart. */
  readonly notifications: number;
  /** Where in the deliveries a restart begins to look for their outcomes. */
  readonly deliveries: number;
}

/**
 * The unsettled notifications of a partition. Offsets are committed up to the oldest of them; for those after
 * it, a restart reads the deliveries written since the oldest was taken.
 */
export class Ledger {
  private readonly open = new Map<string, Standing>();
  private next: Standing;

  constructor(start: Standing) {
    this.next = start;
  }

  /** Number of unsettled notifications. */
  get size(): number {
    return this.open.size;
  }

  /**
   * Adds a notification, by its sending key; `deliveries` is the end of that partition before any attempt.
   */
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

  /** The offsets that may be committed now. */
  get standing(): Standing {
    // Notifications are taken in offset order, so the first entry is the oldest.
    return this.open.values().next().value ?? this.next;
  }
}
