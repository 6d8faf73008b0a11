import type { Appender, TopicPartition } from './log';
import type { Logger } from './logger';
import { tickKey } from './tick';

/** How often ticks are written, ms. */
const every = 1_000;

/**
 * Appends a tick to each partition every second. Its time is the one the log stamps on it; any number of tickers may
 * write to the same partition, the reader takes the newest.
 */
export class Ticker {
  private readonly timer: NodeJS.Timeout;
  /** Ticks in flight, by partition: one that cannot be written to does not delay the others. */
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly appender: Appender,
    private readonly places: () => readonly TopicPartition[],
    private readonly now: () => number,
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => this.tell(), every);
  }

  /** Stops the ticker. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.underWay.values());
    await this.appender.close();
  }

  /** A log that is slower than the clock gets one tick at a time, not a queue of old ones. */
  private tell(): void {
    const timestamp = this.now();
    for (const place of this.places()) {
      const name = `${place.topic}/${place.partition}`;
      if (this.underWay.has(name)) continue;
      this.underWay.set(
        name,
        this.append(place, timestamp).finally(() => this.underWay.delete(name)),
      );
    }
  }

  private async append({ topic, partition }: TopicPartition, timestamp: number): Promise<void> {
    const records = [{ topic, key: tickKey, value: null, timestamp }];
    try {
      await this.appender.append([{ topic, partition, records }]);
    } catch (error) {
      const fields = { topic, partition, error: String(error) };
      this.logger.warn(fields, 'a tick could not be written; trying again in a second');
    }
  }
}
