import type { ChannelMemory, Delivery, Notification } from '@panto/model';
import type { ValueCodec } from '@panto/pipeline';
import type {
  Append,
  Logger,
  Feed,
  LogRecord,
  OutRecord,
  TopicPartition,
  TopicPartitionOffset,
} from '@panto/streams';
import type { ChannelMemories } from './channel-memories';
import { changeBy, isBlank, type MemoryChange } from './channel-memory';
import type { DisabledChannels } from './disabled-channels';
import type { Job, JobOwner } from './job';
import type { Lanes } from './lanes';
import { Ledger, type Standing } from './ledger';
import { untried, type Progress } from './progress';
import { RecentKeys } from './recent-keys';
import { sendingKey } from './sending';

/** Dependencies of a partition of notifications. */
export interface OutboxContext {
  readonly notifications: ValueCodec<Notification>;
  readonly deliveries: ValueCodec<Delivery>;
  readonly memories: ValueCodec<ChannelMemory>;
  readonly lanes: Lanes;
  readonly disabled: DisabledChannels;
  readonly now: () => number;
  readonly logger: Logger;
  /** Maximum number of unsettled notifications per partition. */
  readonly capacity: number;
  /** Called when there is something to commit. */
  readonly wake: () => void;
}

/** Where a partition of notifications starts, and what is known of those after that offset. */
export interface OutboxStart {
  readonly feed: Feed;
  /** Full name and partition of the deliveries. */
  readonly deliveries: TopicPartition;
  /** Full name and partition of the Channel memories. */
  readonly memoryPlace: TopicPartition;
  readonly memories: ChannelMemories;
  readonly standing: Standing;
  /** End of the notifications when the progress was read; those before it may already have been attempted. */
  readonly resumeUntil: number;
  /** Progress by sending key. */
  readonly progress: ReadonlyMap<string, Progress>;
  /** Outcomes of attempts that could not be recorded before. */
  readonly unsaid: readonly Delivery[];
}

/** What happened but may not have been committed. */
export interface Unrecorded {
  readonly deliveries: readonly Delivery[];
  readonly changes: readonly MemoryChange[];
}

/** Maximum number of resends remembered per partition after they were taken. */
const mostResends = 1000;

/**
 * One partition of notifications: hands them to the lanes, and keeps their outcomes until they are committed.
 */
export class Outbox implements JobOwner {
  private readonly ledger: Ledger;
  private readonly settled = new Set<string>();
  /** Resends that were taken: what two people request at the same time is sent once. */
  private readonly resends = new RecentKeys(mostResends);
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
    for (const { channel, missed, disabled } of start.memories.all) {
      context.lanes.restore(channel, missed, this);
      if (disabled !== null) context.disabled.note(channel, disabled);
    }
  }

  /** Its partition of deliveries. */
  get deliveries(): OutboxStart['deliveries'] {
    return this.start.deliveries;
  }

  /** Number of notifications that could be taken now. */
  get waiting(): number {
    return this.ledger.size >= this.context.capacity ? 0 : this.start.feed.waiting;
  }

  /** Number of unsettled notifications. */
  get open(): number {
    return this.ledger.size;
  }

  /** Takes new notifications; `end` is the end of its deliveries, fetched beforehand. */
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
    this.start.memories.apply(changeBy(job, delivery));
    this.context.wake();
  }

  remember(change: MemoryChange): void {
    if (this.start.memories.apply(change)) this.context.wake();
  }

  /** What to commit; undefined: nothing. `kept` confirms the commit; without it, the outbox is discarded. */
  drain():
    { readonly appends: readonly Append[]; readonly offsets: readonly TopicPartitionOffset[] } | undefined {
    for (const key of this.settled) this.ledger.settle(key);
    this.settled.clear();
    const { standing } = this.ledger;
    const said = this.unsaid;
    this.inDoubt = said;
    this.unsaid = [];
    const appends = [
      { ...this.deliveries, records: said.map((each) => this.encode(each)) },
      {
        ...this.start.memoryPlace,
        records: this.start.memories.drain().map((each) => this.memoryRecord(each)),
      },
    ].filter(({ records }) => records.length > 0);
    if (appends.length === 0 && standing.notifications === this.committed.notifications) return undefined;
    this.committed = standing;
    const { feed, deliveries } = this.start;
    const { notifications: offset } = standing;
    const offsets = [
      { topic: feed.topic, partition: feed.partition, offset },
      { ...deliveries, offset: standing.deliveries },
    ];
    return { appends, offsets };
  }

  /** Confirms that the result of `drain` is committed. */
  kept(): void {
    this.inDoubt = [];
    this.start.memories.kept();
  }

  /** Takes its messages out of the lanes; resolves once none of them is in flight. */
  async close(): Promise<void> {
    await this.context.lanes.withdraw(this);
    this.start.feed.stop();
  }

  /** What happened but may not have been committed. */
  get unrecorded(): Unrecorded {
    return { deliveries: [...this.inDoubt, ...this.unsaid], changes: this.start.memories.unrecorded };
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
    if (progress.final || (notification.resend > 0 && !this.resends.take(key))) return;
    this.ledger.take(key, record.offset, this.bookmark(record.offset, end));
    this.context.lanes.add({ notification, channel, progress, missed: [], owner: this });
  }

  /** Deliveries for notifications read before the restart may begin anywhere from where the restart began to look. */
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

  private memoryRecord(memory: ChannelMemory): OutRecord {
    const { topic } = this.start.memoryPlace;
    const value = isBlank(memory) ? null : this.context.memories.encode(memory);
    return { topic, key: memory.channel, value, timestamp: this.context.now() };
  }
}
