import type { Notification } from '@panto/model';
import { type Log, type LogRecord, readRange } from '@panto/streams';
import type { Publication } from '../projection/placement';
import type { Publisher } from '../projection/publisher';
import { type OpenCodec, TopicCodec } from '../projection/topic-codec';

/** Maximum time without progress of the log, ms. */
const patience = 15_000;

/** Position of a record in the topic of Notifications. */
export interface NotificationPlace {
  readonly partition: number;
  readonly offset: number;
}

/** A Notification as contained in its record. */
export interface Recorded {
  readonly key: string;
  readonly notification: Notification;
}

/** The topic of Notifications: reads and appends single records. */
export class NotificationLog {
  private readonly codec: TopicCodec<Notification>;

  constructor(
    private readonly log: Log,
    openCodec: OpenCodec,
    prefix: string,
    private readonly publisher: Publisher,
  ) {
    this.codec = new TopicCodec(openCodec, prefix, 'notifications', 'notification');
  }

  /** The Notification at a position; undefined if there is none (any more). */
  async read(place: NotificationPlace): Promise<Recorded | undefined> {
    const record = await this.recordAt(place);
    if (record === undefined || record.value === null) return undefined;
    await this.codec.prepare([record]);
    const decoded = this.codec.decode(record);
    if (!decoded.ok) return undefined;
    return { key: record.key?.toString('utf8') ?? '', notification: decoded.value };
  }

  /** Appends a Notification to a partition; resolves when the log has stored it. */
  async append({ key, notification }: Recorded, partition: number): Promise<void> {
    const codec = await this.codec.open();
    const publication: Publication = {
      topic: this.codec.topic,
      key,
      value: codec.encode(notification),
      partition,
    };
    await this.publisher.publish([publication]);
  }

  private async recordAt({ partition, offset }: NotificationPlace): Promise<LogRecord | undefined> {
    const place = { topic: this.codec.topic, partition };
    const [[start = 0], [end = 0]] = await Promise.all([this.log.starts([place]), this.log.ends([place])]);
    if (offset < start || offset >= end) return undefined;
    const reader = await this.log.openReader();
    let found: LogRecord | undefined;
    try {
      const limits = { patience, stopped: () => found !== undefined };
      await readRange(reader, place, { from: offset, until: offset + 1 }, limits, (records) => {
        found = records.find((record) => record.offset === offset);
      });
    } finally {
      await reader.close();
    }
    return found;
  }
}
