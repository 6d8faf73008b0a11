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

/** What a partition of notifications needs. */
export interface OutboxContext {
  readonly notifications: ValueCodec<Notification>;
  readonly deliveries: ValueCodec<Delivery>;
  readonly memories: ValueCodec<ChannelMemory>;
  readonly lanes: Lanes;
  readonly disabled: DisabledChannels;
  readonly now: () => number;
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
  readonly deliveries: TopicPartition;
  /** Full name and partition of what is remembered of Channels. */
  readonly memoryPlace: TopicPartition;
  readonly memories: ChannelMemories;
  readonly standing: Standing;
  /** End of the notifications when the progress was read: those before it may have been tried before. */
  readonly resumeUntil: number;
  /** By the key of the sending. */
  readonly progress: ReadonlyMap<string, Progress>;
  /** What became of attempts, and could not be recorded before. */
  readonly unsaid: readonly Delivery[];
}

/** What happened and is not known to be committed. */
export interface Unrecorded {
  readonly deliveries: readonly Delivery[];
  readonly changes: readonly MemoryChange[];
}

/** Most resends of a partition that are remembered after they were taken. */
const mostResends = 1000;

/** One partition of notifications: hands them to the lanes, and keeps what came of them until it is committed. */
export class Outbox implements JobOwner {
  private readonly ledger: Ledger;
  private readonly settled = new Set<string>();
  /** Resends that were taken: what two people asked for at once is sent once. */
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
    this.start.memories.apply(changeBy(job, delivery));
    this.context.wake();
  }

  remember(change: MemoryChange): void {
    if (this.start.memories.apply(change)) this.context.wake();
  }

  /** What is to be committed, or undefined: nothing. `kept` says that it is; else the outbox is thrown away. */
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

  /** What `drain` gave is committed. */
  kept(): void {
    this.inDoubt = [];
    this.start.memories.kept();
  }

  /** Takes its messages out of the lanes; resolves when none of them is under way any more. */
  async close(): Promise<void> {
    await this.context.lanes.withdraw(this);
    this.start.feed.stop();
  }

  /** What happened and is not known to be committed. */
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

  private memoryRecord(memory: ChannelMemory): OutRecord {
    const { topic } = this.start.memoryPlace;
    const value = isBlank(memory) ? null : this.context.memories.encode(memory);
    return { topic, key: memory.channel, value, timestamp: this.context.now() };
  }
}
