import type { Feed, FeedListener, Following, LogRecord } from '@panto/streams';
import { recordsOf, type Committed, type CommittedBatch } from './record-batch';

/** Fetched ahead per partition: no more is asked for beyond one of these. */
const most = { records: 20_000, bytes: 8 * 1024 * 1024 };

/**
 * A partition that a reader follows: what was fetched and not yet taken. It waits as the broker sent it, and is
 * unpacked a batch at a time: records that wait would be copied by every collection of the young generation.
 */
export class KafkaFeed implements Feed {
  readonly topic: string;
  readonly partition: number;
  /** Whether records may be gone from the middle. */
  readonly compacted: boolean;
  /** Since when brokers say that they have nothing at the next offset, ms; undefined: they do not. */
  beyondSince: number | undefined;
  /** Next offset to be fetched. */
  fetched: number;
  end = -1;
  stopped = false;
  /** Broker that leads it; undefined: to be looked up. */
  leader: string | undefined;
  /** Not asked for before this time, after an error, ms. */
  quietUntil = 0;
  private answeredAt = Date.now();
  private batches: CommittedBatch[] = [];
  /** Sums over the batches. */
  private packed = { records: 0, bytes: 0 };
  /** The records of the batch that is being taken, and how many of them were. */
  private open: readonly LogRecord[] = [];
  private index = 0;

  constructor(
    from: Following,
    readonly listener: FeedListener,
    private readonly onStop: (feed: KafkaFeed) => void,
  ) {
    this.topic = from.topic;
    this.partition = from.partition;
    this.compacted = from.compacted ?? false;
    this.fetched = from.offset;
  }

  get waiting(): number {
    return this.open.length - this.index + this.packed.records;
  }

  get position(): number {
    const [next] = this.batches;
    return (
      this.open[this.index]?.offset ?? (next ? Math.max(next.from, next.header.baseOffset) : this.fetched)
    );
  }

  get seenAt(): number {
    return this.full ? Date.now() : this.answeredAt;
  }

  /** Whether enough is waiting. */
  get full(): boolean {
    return this.waiting > most.records || this.packed.bytes > most.bytes;
  }

  take(atMost: number): readonly LogRecord[] {
    const taken: LogRecord[] = [];
    while (taken.length < atMost) {
      if (this.index === this.open.length && !this.openNext()) break;
      const until = Math.min(this.open.length, this.index + atMost - taken.length);
      for (; this.index < until; this.index += 1) taken.push(this.open[this.index] as LogRecord);
    }
    if (this.index === this.open.length) this.openNothing();
    return taken;
  }

  /** A broker answered with these. */
  receive({ batches, next }: Committed, end: number): void {
    const moved = next > this.fetched || end !== this.end;
    this.answeredAt = Date.now();
    this.beyondSince = undefined;
    this.end = end;
    this.fetched = next;
    for (const batch of batches) {
      this.batches.push(batch);
      this.count(batch, 1);
    }
    if (moved) this.listener.wake();
  }

  stop(): void {
    this.stopped = true;
    this.batches = [];
    this.packed = { records: 0, bytes: 0 };
    this.openNothing();
    this.onStop(this);
  }

  private openNext(): boolean {
    const batch = this.batches.shift();
    if (batch === undefined) return false;
    this.count(batch, -1);
    this.open = recordsOf(batch);
    this.index = 0;
    return true;
  }

  private openNothing(): void {
    this.open = [];
    this.index = 0;
  }

  /** A batch says itself how many records it has; one that is damaged comes to one. */
  private count({ header, packed }: CommittedBatch, sign: 1 | -1): void {
    this.packed.records += sign * Math.max(1, header.count);
    this.packed.bytes += sign * packed.length;
  }
}
