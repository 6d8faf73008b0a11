/** A memory that may have changed since its last snapshot. */
export interface Dirtiable {
  /** Offset of the stream record that first changed it after its snapshot; -1: unchanged. */
  since: number;
  /** Clock before that record, ms. */
  sinceClock: number;
  /** Parts that must be written in this transaction: one bit each. */
  must: number;
}

/** How snapshots of changed keys are spread over time. */
export interface SnapshotPace {
  /** Every changed key is written within about this time, ms. */
  readonly within: number;
  /** Most keys that one transaction writes in addition to the required ones. */
  readonly atMost: number;
}

/**
 * Default pace: within ten seconds, and no transaction grows by more than 2,000 snapshots. A restart replays that much
 * of the stream, and a key that changes less often is written once per change at any pace.
 */
export const defaultPace: SnapshotPace = { within: 10_000, atMost: 2_000 };

/** The keys whose memory is newer than their snapshot, oldest change first. */
export class DirtyKeys<Item extends Dirtiable> {
  private readonly waiting = new Set<Item>();
  /** Items of which some part must be written in this transaction. */
  private required: Item[] = [];
  private credit = 0;
  private paidAt: number | undefined;

  constructor(
    private readonly pace: SnapshotPace,
    /** The parts that the stream changes, one bit each: these are the ones that wait. */
    private readonly streamed: number,
  ) {}

  /** Marks the item as changed at an offset of the stream. */
  mark(item: Item, offset: number, clock: number): void {
    if (item.since >= 0) return;
    item.since = offset;
    item.sinceClock = clock;
    this.waiting.add(item);
  }

  /** Requires some parts of the item to be written in this transaction, whatever the pace. */
  require(item: Item, parts: number): void {
    if (parts === 0) return;
    if (item.must === 0) this.required.push(item);
    item.must |= parts;
  }

  /** The oldest change that no snapshot covers. */
  oldest(): Item | undefined {
    return this.waiting.values().next().value;
  }

  /**
   * The items to write now, each of which must then be taken: the required ones, and as many others as the pace allows.
   */
  choose(now: number): readonly Item[] {
    this.earn(now);
    for (const item of this.waiting) {
      if (this.credit < 1) break;
      this.credit -= 1;
      this.require(item, this.streamed);
    }
    const chosen = this.required;
    this.required = [];
    return chosen;
  }

  /** Takes a chosen item; returns the parts of it to write. */
  take(item: Item): number {
    const parts = item.must;
    item.must = 0;
    if ((parts & this.streamed) === this.streamed) this.clean(item);
    return parts;
  }

  /** Marks every change of the item as covered by a snapshot. */
  clean(item: Item): void {
    if (item.since < 0) return;
    item.since = -1;
    this.waiting.delete(item);
  }

  /** Requires the oldest changed keys, up to a number, so that little is left to replay; false: there are none. */
  requireOldest(atMost: number): boolean {
    for (const item of this.waiting) {
      if (this.required.length >= atMost) break;
      this.require(item, this.streamed);
    }
    return this.required.length > 0;
  }

  private earn(now: number): void {
    const passed = Math.max(0, now - (this.paidAt ?? now));
    this.paidAt = now;
    if (this.waiting.size === 0) this.credit = 0;
    const earned = (this.waiting.size * passed) / this.pace.within;
    this.credit = Math.min(this.credit + earned, this.pace.atMost);
  }
}
