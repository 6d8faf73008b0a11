/** A memory that may have changed since its last snapshot. */
export interface Dirtiable {
  /** Offset of the stream record that first changed it since its snapshot; -1: it has not changed. */
  since: number;
  /** Clock before that record, ms. */
  sinceClock: number;
}

/** How snapshots of changed keys are spread over time. */
export interface SnapshotPace {
  /** Every changed key is written within about this time, ms. */
  readonly within: number;
  /** Most keys that one transaction writes beyond those it must. */
  readonly atMost: number;
}

/** Pace without settings: within a minute, and no transaction grows by more than 2,000 snapshots. */
export const defaultPace: SnapshotPace = { within: 60_000, atMost: 2_000 };

/** The keys whose memory is newer than their snapshot, oldest change first. */
export class DirtyKeys<Item extends Dirtiable> {
  private readonly waiting = new Set<Item>();
  private must = new Set<Item>();
  private credit = 0;
  private paidAt: number | undefined;

  constructor(private readonly pace: SnapshotPace) {}

  /** The item changed while the stream was at an offset. */
  mark(item: Item, offset: number, clock: number): void {
    if (item.since >= 0) return;
    item.since = offset;
    item.sinceClock = clock;
    this.waiting.add(item);
  }

  /** The item is to be written in this transaction, whatever the pace. */
  require(item: Item): void {
    this.must.add(item);
  }

  /** The oldest change that no snapshot covers. */
  oldest(): Item | undefined {
    return this.waiting.values().next().value;
  }

  /** Takes the items to be written now: the required ones, and of the others as many as the pace has come to. */
  take(now: number): Iterable<Item> {
    const chosen = this.must;
    this.must = new Set();
    for (const item of chosen) this.clean(item);
    this.earn(now);
    for (const item of this.waiting) {
      if (this.credit < 1) break;
      this.credit -= 1;
      this.clean(item);
      chosen.add(item);
    }
    return chosen;
  }

  /** Requires the oldest changed keys, up to a number, so that little is left to replay; false: there are none. */
  requireOldest(atMost: number): boolean {
    for (const item of this.waiting) {
      if (this.must.size >= atMost) break;
      this.must.add(item);
    }
    return this.must.size > 0;
  }

  private clean(item: Item): void {
    item.since = -1;
    this.waiting.delete(item);
  }

  private earn(now: number): void {
    const passed = Math.max(0, now - (this.paidAt ?? now));
    this.paidAt = now;
    if (this.waiting.size === 0) this.credit = 0;
    const earned = (this.waiting.size * passed) / this.pace.within;
    this.credit = Math.min(this.credit + earned, this.pace.atMost);
  }
}
