import { withTimeout } from '@panto/service';
import { partitionsOf, Signal, type Feed, type Log, type LogRecord, type Reader } from '@panto/streams';

/** Where a table stores its values: a Map, or anything that also keeps them in another order. */
export interface Values<Value> {
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** Options of a table. */
export interface TableOptions<Value> {
  readonly log: Log;
  /** Full name of the compacted topic. */
  readonly topic: string;
  /** Fetches the schemas needed to read these records. */
  readonly prepare: (records: readonly LogRecord[]) => Promise<void>;
  /** The store of the values. */
  readonly values: Values<Value>;
  /** The value of a record; null: its key has none any more; undefined: unusable, replaces nothing. */
  readonly read: (record: LogRecord) => Value | null | undefined;
  /** Maximum time without progress, ms. */
  readonly patience: number;
  /** Called if reading failed for good. */
  readonly onFatal: (error: unknown) => void;
}

/** A whole compacted topic in memory: the newest value of every key, kept up to date. */
export class Table<Value> {
  private readonly signal = new Signal();
  private reader: Reader | undefined;
  private feeds: readonly Feed[] = [];
  private done: number[] = [];
  private waiters: (() => void)[] = [];
  private stopped = false;
  private started: Promise<void> | undefined;
  private pumping: Promise<void> | undefined;

  constructor(private readonly options: TableOptions<Value>) {}

  /** Starts reading; resolves once everything that exists now has been read. */
  start(): Promise<void> {
    this.started = this.open();
    return this.started;
  }

  /** Resolves once everything that exists now has been read. */
  async readToEnd(): Promise<void> {
    const { log, topic, patience } = this.options;
    const ends = await log.ends(this.feeds);
    const there = (): boolean => ends.every((end, i) => (this.done[i] ?? 0) >= end);
    let [far, heard] = [this.far, performance.now()];
    while (!there() && !this.stopped) {
      const turned = await withTimeout(patience, new Promise<void>((resolve) => this.waiters.push(resolve)));
      if (this.far !== far) [far, heard] = [this.far, performance.now()];
      else if (!turned || performance.now() - heard > patience)
        throw new Error(`${topic} has not been read to its end: nothing more came within ${patience} ms`);
    }
  }

  /** Stops reading. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.signal.raise();
    // A failed start is reported by `start`; whatever it had opened is closed all the same.
    await this.started?.catch(() => undefined);
    await this.pumping;
    for (const feed of this.feeds) feed.stop();
    await this.reader?.close();
  }

  private async open(): Promise<void> {
    const { log, topic, onFatal } = this.options;
    const places = await partitionsOf(log, [topic]);
    const starts = await log.starts(places);
    this.reader = await log.openReader();
    const listener = { wake: () => this.signal.raise(), gap: () => undefined };
    this.feeds = places.map((place, i) =>
      this.openFeed({ ...place, offset: starts[i] ?? 0, compacted: true }, listener),
    );
    this.done = starts.map((offset) => offset);
    this.pumping = this.pump().catch(onFatal);
    await this.readToEnd();
  }

  /** Its progress, summed over all partitions. */
  private get far(): number {
    return this.done.reduce((sum, offset) => sum + offset, 0);
  }

  private openFeed(from: Parameters<Reader['follow']>[0], listener: Parameters<Reader['follow']>[1]): Feed {
    if (this.reader === undefined) throw new Error('a table is started before it is read');
    return this.reader.follow(from, listener);
  }

  private async pump(): Promise<void> {
    while (!this.stopped) {
      for (const [i, feed] of this.feeds.entries()) {
        const records = feed.take(1000);
        const { position } = feed;
        if (records.length > 0) await this.options.prepare(records);
        for (const record of records) this.apply(record);
        this.done[i] = position;
      }
      const { waiters } = this;
      this.waiters = [];
      for (const wake of waiters) wake();
      if (this.feeds.every(({ waiting }) => waiting === 0)) await this.signal.wait(250);
    }
    for (const wake of this.waiters) wake();
  }

  private apply(record: LogRecord): void {
    const { values, read } = this.options;
    const key = record.key?.toString('utf8') ?? '';
    const value = record.value === null ? null : read(record);
    if (value === null) values.delete(key);
    else if (value !== undefined) values.set(key, value);
  }
}
