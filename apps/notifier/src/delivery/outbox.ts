import type { Delivery, Notification } from '@panto/model';
import type { ValueCodec } from '@panto/pipeline';
import type { Append, Logger, Feed, LogRecord, OutRecord, TopicPartitionOffset } from '@panto/streams';
import type { Job, JobOwner } from './job';
import type { Lanes } from './lanes';
import { Ledger, type Standing } from './ledger';
import { untried, type Progress } from './progress';
import { sendingKey } from './sending';

/** What a partition of notifications needs. */
export interface OutboxContext {
  readonly notifications: ValueCodec<Notification>;
  readonly deliveries: ValueCodec<Delivery>;
  readonly lanes: Lanes;
  readonly logger: Logger;
  /** Notifications of a partition that may be unsettled at a time. */
  readonly capacity: number;
  /** Something is to be committed. */
  readonly wake: () => void;
}

/** Where a partition of notifications begins, and what is known of those after that place. */
export interface OutboxStart {
  readonly feed: Feed;
  /** Full name and partition of the deliveries. */
  readonly deliveries: { readonly topic: string; readonly partition: number };
  readonly standing: Standing;
  /** End of the notifications when the progress was read: those before it may have been tried before. */
  readonly resumeUntil: number;
  /** By the key of the sending. */
  readonly progress: ReadonlyMap<string, Progress>;
  /** What became of attempts, and could not be recorded before. */
  readonly unsaid: readonly Delivery[];
}

/** Most resends of a partition that are remembered after they were taken. */
const mostResends = 1000;

/** One partition of notifications: hands them to the lanes, and keeps what came of them until it is committed. */
export class Outbox implements JobOwner {
  private readonly ledger: Ledger;
  private readonly settled = new Set<string>();
  /** Resends that were taken, the newest last: what two people asked for at once is sent once. */
  private readonly resends = new Set<string>();
  private unsaid: readonly Delivery[];
  private inDoubt: readonly Delivery[] = [];
  private committed: Standing;

  constructor(
    private readonly context: OutboxContext,
    private readonly start: OutboxStart,
  ) {
    this.ledger = new Ledger(start.standing);
    this.committed = start.standing;
    this.unsaid = start.unsaid;
  }

  /** The partition of deliveries that belongs to it. */
  get deliveries(): OutboxStart['deliveries'] {
    return this.start.deliveries;
  }

  /** Notifications that could be taken now. */
  get waiting(): number {
    return this.ledger.size >= this.context.capacity ? 0 : this.start.feed.waiting;
  }

  /** Notifications that are not settled. */
  get open(): number {
    return this.ledger.size;
  }

  /** Takes what has come; `end` is the end of its deliveries, asked for before. */
  async take(end: number): Promise<void> {
    const { feed } = this.start;
    const room = this.context.capacity - this.ledger.size;
    const records = room > 0 ? feed.take(Math.min(room, 500)) : [];
    await this.context.notifications.prepare(records.map(({ value }) => value));
    for (const record of records) this.accept(record, end);
    this.ledger.moveTo(feed.position, this.bookmark(feed.position, end));
  }

  record(job: Job, delivery: Delivery): void {
    this.unsaid = [...this.unsaid, delivery];
    if (delivery.outcome !== 'retrying') this.settled.add(sendingKey(job.notification));
    this.context.wake();
  }

  /** What is to be committed, or undefined: nothing. `kept` says that it is; else the outbox is thrown away. */
  drain():
    { readonly append: Append | undefined; readonly offsets: readonly TopicPartitionOffset[] } | undefined {
    for (const key of this.settled) this.ledger.settle(key);
    this.settled.clear();
    const { standing } = this.ledger;
    const said = this.unsaid;
    this.inDoubt = said;
    this.unsaid = [];
    const moved = standing.notifications !== this.committed.notifications;
    if (said.length === 0 && !moved) return undefined;
    this.committed = standing;
    const { feed, deliveries } = this.start;
    const { notifications: offset } = standing;
    return {
      append:
        said.length === 0 ? undefined : { ...deliveries, records: said.map((each) => this.encode(each)) },
      offsets: [
        { topic: feed.topic, partition: feed.partition, offset },
        { ...deliveries, offset: standing.deliveries },
      ],
    };
  }

  /** What `drain` gave is committed. */
  kept(): void {
    this.inDoubt = [];
  }

  /** Takes its messages out of the lanes; resolves when none of them is under way any more. */
  async close(): Promise<void> {
    await this.context.lanes.withdraw(this);
    this.start.feed.stop();
  }

  /** What became of attempts and is not known to be committed. */
  get unrecorded(): readonly Delivery[] {
    return [...this.inDoubt, ...this.unsaid];
  }

  private accept(record: LogRecord, end: number): void {
    if (record.value === null) return;
    const decoded = this.context.notifications.decode(record.value, record.headers);
    if (!decoded.ok) {
      const { topic, partition, offset } = record;
      this.context.logger.error(
        {
          topic,
          partition,
          offset,
          reason: decoded.reason,
        },
        'a notification cannot be read',
      );
      return;
    }
    const notification = decoded.value;
    const { channel, decision } = notification;
    if (decision !== 'send' || channel === null) return;
    const key = sendingKey(notification);
    const progress = this.start.progress.get(key) ?? untried;
    if (progress.final || this.isRepeated(notification)) return;
    this.ledger.take(key, record.offset, this.bookmark(record.offset, end));
    this.context.lanes.add({ notification, channel, progress, missed: [], owner: this });
  }

  /** Whether this very resend was taken before; of the decisions of the stage none comes twice. */
  private isRepeated(notification: Notification): boolean {
    if (notification.resend === 0) return false;
    const key = sendingKey(notification);
    if (this.resends.has(key)) return true;
    this.resends.add(key);
    const [oldest] = this.resends;
    if (this.resends.size > mostResends && oldest !== undefined) this.resends.delete(oldest);
    return false;
  }

  /** What was read before the restart may have been recorded as early as the restart began to look. */
  private bookmark(offset: number, end: number): number {
    return offset < this.start.resumeUntil ? this.start.standing.deliveries : end;
  }

  private encode(delivery: Delivery): OutRecord {
    const timestamp = delivery.timestamp + delivery.duration;
    return {
      topic: this.deliveries.topic,
      key: delivery.check,
      value: this.context.deliveries.encode(delivery),
      timestamp,
    };
  }
}
