import type { Appender, TopicPartition } from './log';
import type { Logger } from './logger';
import { tickKey } from './tick';

/** How often time is told, ms. */
const every = 1_000;

/**
 * Appends a tick to each place every second. Its time is the one the log stamps on it; any number of tickers may
 * tell the same place, the reader takes the newest.
 */
export class Ticker {
  private readonly timer: NodeJS.Timeout;
  private busy: Promise<void> | undefined;

  constructor(
    private readonly appender: Appender,
    private readonly places: () => readonly TopicPartition[],
    private readonly now: () => number,
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => {
      // A log that is slower than the clock gets one tick at a time, not a queue of old ones.
      this.busy ??= this.tell().finally(() => {
        this.busy = undefined;
      });
    }, every);
  }

  /** Ends the ticking. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
    await this.appender.close();
  }

  private async tell(): Promise<void> {
    const places = this.places();
    if (places.length === 0) return;
    const timestamp = this.now();
    const appends = places.map(({ topic, partition }) => ({
      topic,
      partition,
      records: [{ topic, key: tickKey, value: null, timestamp }],
    }));
    try {
      await this.appender.append(appends);
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'time could not be told; trying again in a second');
    }
  }
}
