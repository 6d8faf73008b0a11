import type { Logger, Resource } from '@panto/service';
import {
  type Feed,
  type Log,
  LogError,
  type LogRecord,
  type Reader,
  type TopicPartition,
  partitionsOf,
} from '@panto/streams';
import { Wake } from './wake';

/** The topics of a table, and the receiver of their records. */
export interface Table {
  readonly name: string;
  /**
   * Full names of the topics, read from their beginnings; in each round, those listed first are read first.
   */
  readonly topics: readonly string[];
  /** Awaited before records are taken: fetches what is needed to decode them. May throw; is called again. */
  prepare(records: readonly LogRecord[]): Promise<void>;
  /** Takes one record; total. */
  take(record: LogRecord): void;
}

const batch = 500;
const firstPause = 250;
const longestPause = 10_000;

/** Follows topics from their beginnings and keeps a projection up to date; starts over after a failure. */
export class TableReader implements Resource {
  readonly name: string;
  private readonly wake = new Wake();
  private stopped = false;
  private running: Promise<void> | undefined;
  private reader: Reader | undefined;
  private feeds: readonly Feed[] = [];
  /** Feed positions up to which everything has been taken into the table. */
  private taken: number[] = [];
  private watchers: readonly ((record: LogRecord) => void)[] = [];
  private filled = false;
  private failure: string | undefined;

  constructor(
    private readonly log: Log,
    private readonly table: Table,
    private readonly logger: Logger,
  ) {
    this.name = `table ${table.name}`;
  }

  /** Starts following; does not wait for anything. */
  start(): Promise<void> {
    this.running ??= this.live();
    return Promise.resolve();
  }

  /** Stops following. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake.raise();
    await this.running;
  }

  /** Why the table cannot be used yet; undefined once everything that existed has been read. */
  get missing(): string | undefined {
    return this.filled ? undefined : (this.failure ?? 'is still being read');
  }

  /** Resolves once everything visible to readers before the call has been taken; rejects after `limit` ms. */
  async catchUp(limit: number): Promise<void> {
    const ends = await this.log.ends(this.places);
    await this.until(() => this.reached(ends), limit);
  }

  /** Resolves once `done` is true after a record was taken; rejects after `limit` ms. */
  async until(done: () => boolean, limit: number): Promise<void> {
    const late = Date.now() + limit;
    while (!done()) {
      if (this.stopped || Date.now() >= late)
        throw new LogError('unavailable', `${this.name} did not catch up within ${limit} ms`, true);
      await this.wake.moved(Math.min(250, late - Date.now()));
    }
  }

  /** Registers a callback for every record taken into the table. */
  watch(listener: (record: LogRecord) => void): void {
    this.watchers = [...this.watchers, listener];
  }

  private get places(): readonly TopicPartition[] {
    return this.feeds.map(({ topic, partition }) => ({ topic, partition }));
  }

  private reached(ends: readonly number[]): boolean {
    return (
      this.feeds.length > 0 && this.feeds.every((_, index) => (this.taken[index] ?? 0) >= (ends[index] ?? 0))
    );
  }

  private async live(): Promise<void> {
    for (let pause = firstPause; !this.stopped; pause = Math.min(2 * pause, longestPause)) {
      try {
        await this.open();
        await this.fill();
        pause = firstPause;
        while (!this.stopped) {
          if (!(await this.round())) await this.wake.raised(1_000);
        }
      } catch (error) {
        this.failure = error instanceof Error ? error.message : String(error);
        this.logger.warn({ retryIn: pause }, `${this.name}: ${this.failure}`);
        if (!this.stopped) await this.wake.raised(pause * (0.5 + Math.random() / 2));
      } finally {
        await this.close();
      }
    }
  }

  /** Reads everything that exists at this moment. */
  private async fill(): Promise<void> {
    const ends = await this.log.ends(this.places);
    while (!this.stopped && !this.reached(ends)) {
      if (!(await this.round())) await this.wake.raised(250);
    }
    this.filled = !this.stopped;
    this.failure = undefined;
  }

  private async open(): Promise<void> {
    const places = await partitionsOf(this.log, this.table.topics);
    const starts = await this.log.starts(places);
    const reader = await this.log.openReader();
    this.reader = reader;
    const listener = { wake: () => this.wake.raise(), gap: () => this.wake.raise() };
    this.feeds = places.map((place, index) =>
      reader.follow({ ...place, offset: starts[index] ?? 0, compacted: true }, listener),
    );
  }

  private async close(): Promise<void> {
    const reader = this.reader;
    this.reader = undefined;
    this.feeds = [];
    this.taken = [];
    this.filled = false;
    await reader
      ?.close()
      .catch((error: unknown) => this.logger.warn({ error }, `${this.name} did not close`));
  }

  /** Takes the waiting records of every feed, up to a bound; false: there were none. */
  private async round(): Promise<boolean> {
    let any = false;
    for (const [index, feed] of this.feeds.entries()) {
      const records = feed.waiting === 0 ? [] : feed.take(batch);
      const position = feed.position;
      if (records.length > 0) await this.prepared(records);
      for (const record of records) this.takeOne(record);
      this.taken[index] = position;
      any ||= records.length > 0;
    }
    this.wake.move();
    return any;
  }

  private takeOne(record: LogRecord): void {
    this.table.take(record);
    for (const watcher of this.watchers) watcher(record);
  }

  /** Records taken from a feed cannot be put back, so preparing is retried until it works. */
  private async prepared(records: readonly LogRecord[]): Promise<void> {
    for (let pause = firstPause; !this.stopped; pause = Math.min(2 * pause, longestPause)) {
      try {
        return await this.table.prepare(records);
      } catch (error) {
        this.logger.warn({ retryIn: pause, error }, `${this.name}: records cannot be decoded yet`);
        await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
      }
    }
  }
}
