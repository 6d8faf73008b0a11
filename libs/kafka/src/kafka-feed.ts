import type { Feed, FeedListener, LogRecord, TopicPartitionOffset } from '@panto/streams';
import type { Unpacked } from './record-batch';

/** Fetched ahead per partition: no more is asked for beyond one of these. */
const most = { records: 20_000, bytes: 8 * 1024 * 1024 };

/** A partition that a reader follows: what was fetched and not yet taken. */
export class KafkaFeed implements Feed {
  readonly topic: string;
  readonly partition: number;
  /** Next offset to be fetched. */
  fetched: number;
  end = -1;
  stopped = false;
  /** Broker that leads it; undefined: to be looked up. */
  leader: string | undefined;
  /** Not asked for before this time, after an error, ms. */
  quietUntil = 0;
  private answeredAt = Date.now();
  private buffered: readonly LogRecord[] = [];
  private index = 0;
  private bytes = 0;

  constructor(
    from: TopicPartitionOffset,
    readonly listener: FeedListener,
    private readonly onStop: (feed: KafkaFeed) => void,
  ) {
    this.topic = from.topic;
    this.partition = from.partition;
    this.fetched = from.offset;
  }

  get waiting(): number {
    return this.buffered.length - this.index;
  }

  get position(): number {
    return this.buffered[this.index]?.offset ?? this.fetched;
  }

  get seenAt(): number {
    return this.full ? Date.now() : this.answeredAt;
  }

  /** Whether enough is waiting. */
  get full(): boolean {
    return this.waiting > most.records || this.bytes > most.bytes;
  }

  take(atMost: number): readonly LogRecord[] {
    const taken = this.buffered.slice(this.index, this.index + Math.max(0, atMost));
    this.index += taken.length;
    for (const { key, value } of taken) this.bytes -= (key?.length ?? 0) + (value?.length ?? 0);
    if (this.index === this.buffered.length) {
      this.buffered = [];
      this.index = 0;
      this.bytes = 0;
    }
    return taken;
  }

  /** A broker answered with these. */
  receive({ records, next }: Unpacked, end: number): void {
    const moved = next > this.fetched || end !== this.end;
    this.answeredAt = Date.now();
    this.end = end;
    this.fetched = next;
    if (records.length > 0) {
      this.buffered = this.waiting === 0 ? records : [...this.buffered.slice(this.index), ...records];
      this.index = 0;
      for (const { key, value } of records) this.bytes += (key?.length ?? 0) + (value?.length ?? 0);
    }
    if (moved) this.listener.wake();
  }

  stop(): void {
    this.stopped = true;
    this.buffered = [];
    this.onStop(this);
  }
}
