import { within } from '@panto/service';
import { Signal, type Feed, type Log, type LogRecord, type Reader } from '@panto/streams';

/** What a table is made of. */
export interface TableOptions<Value> {
  readonly log: Log;
  /** Full name of the compacted topic. */
  readonly topic: string;
  /** Fetches what is needed to read these records. */
  readonly prepare: (records: readonly LogRecord[]) => Promise<void>;
  /** The value of a record that has one; undefined: it cannot be used and takes nothing's place. */
  readonly read: (record: LogRecord) => Value | undefined;
  /** Longest wait for the end, ms. */
  readonly patience: number;
  /** The reading failed and does not go on. */
  readonly onFatal: (error: unknown) => void;
}

/** A compacted topic, all of it, in memory: the newest value of every key, kept up to date. */
export class Table<Value> {
  /** The values by key. */
  readonly values = new Map<string, Value>();
  private readonly signal = new Signal();
  private reader: Reader | undefined;
  private feeds: readonly Feed[] = [];
  private done: number[] = [];
  private waiters: (() => void)[] = [];
  private stopped = false;
  private pumping: Promise<void> | undefined;

  constructor(private readonly options: TableOptions<Value>) {}

  /** Begins to read; resolves when everything that is there now has been read. */
  async start(): Promise<void> {
    const { log, topic, onFatal } = this.options;
    const [count = 0] = await log.partitionCounts([topic]);
    const places = Array.from({ length: count }, (_, partition) => ({ topic, partition }));
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

  /** Resolves when everything that is there now has been read. */
  async readToEnd(): Promise<void> {
    const { log, topic, patience } = this.options;
    const ends = await log.ends(this.feeds);
    const there = (): boolean => ends.every((end, i) => (this.done[i] ?? 0) >= end);
    const arrive = async (): Promise<void> => {
      while (!there() && !this.stopped) {
        await new Promise<void>((resolve) => this.waiters.push(resolve));
      }
    };
    const inTime = await within(patience, arrive());
    if (!inTime) throw new Error(`${topic} was not read to its end within ${patience} ms`);
  }

  /** Ends the reading. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.signal.raise();
    await this.pumping;
    for (const feed of this.feeds) feed.stop();
    await this.reader?.close();
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
    const key = record.key?.toString('utf8') ?? '';
    if (record.value === null) this.values.delete(key);
    else {
      const value = this.options.read(record);
      if (value !== undefined) this.values.set(key, value);
    }
  }
}
