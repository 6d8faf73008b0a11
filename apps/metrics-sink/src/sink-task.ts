import type { Logger } from '@panto/service';
import {
  deadLetter,
  LogError,
  type Append,
  type Feed,
  type Log,
  type LogRecord,
  type Reader,
  type Writer,
} from '@panto/streams';
import { batchOf, type Batch, type Dead, type Taken } from './batch';
import { Persistence } from './persistence';
import type { SinkMeter } from './sink-meter';
import type { Source } from './source';
import { insertAll, type Store } from './store';

/** Dependencies of a task. */
export interface SinkContext {
  readonly log: Log;
  readonly reader: Reader;
  readonly store: Store;
  readonly sources: readonly Source[];
  /** Consumer group, also the prefix of the transactional ids. */
  readonly group: string;
  readonly deadLetterTopic: string;
  readonly batchRecords: number;
  readonly linger: number;
  readonly logger: Logger;
  readonly meter: SinkMeter;
  readonly random: () => number;
  readonly onFatal: (error: unknown) => void;
}

interface Followed {
  readonly source: Source;
  readonly feed: Feed;
}

/** After this many consecutive failures the process ends, so that its supervisor notices. */
const mostFailures = 20;
/** Limits besides the number of records: bytes of a batch, records taken from a feed per turn, rows of an insert. */
const most = { bytes: 4_000_000, slice: 250, rows: 100_000 };

/**
 * A fixed set of partitions and its inserts. Rows go into ClickHouse first, then dead letters and offsets go
 * into Kafka in one transaction: after a crash the same records are read and inserted again, and the tables
 * deduplicate them.
 */
export class SinkTask {
  private readonly persistence: Persistence;
  private followed: readonly Followed[] = [];
  private failures = 0;
  private finished: Promise<void> = Promise.resolve();

  constructor(
    readonly id: number,
    private readonly partitions: readonly number[],
    private readonly context: SinkContext,
  ) {
    this.persistence = new Persistence(context.logger.child({ task: id }), context.random);
  }

  /** Starts once `after`, a previous instance of the same task, has ended. */
  start(after: Promise<void> | undefined): void {
    this.finished = this.live(after);
  }

  /** Ends after the transaction in progress; an insert that is being retried is abandoned. */
  drop(): Promise<void> {
    this.persistence.stop();
    return this.finished;
  }

  /** The current problem; undefined: none. */
  get trouble(): string | undefined {
    return this.persistence.trouble;
  }

  /** Number of records still to be stored. */
  get lag(): number {
    return this.followed.reduce((sum, { feed }) => sum + Math.max(0, feed.end - feed.position), 0);
  }

  private async live(after: Promise<void> | undefined): Promise<void> {
    await after;
    while (!this.persistence.stopped) {
      try {
        await this.run();
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  private async recover(error: unknown): Promise<void> {
    if (this.persistence.stopped) return;
    this.failures += 1;
    const { logger, onFatal } = this.context;
    logger.warn({ task: this.id, attempt: this.failures, error }, 'the task restarts');
    const hopeless = error instanceof LogError && !error.retry && error.code !== 'fenced';
    if (hopeless || this.failures > mostFailures) onFatal(error);
    await this.persistence.pause(this.failures);
  }

  private async run(): Promise<void> {
    // Fences the previous owner of the task; only then are the committed offsets final.
    const writer = await this.context.log.openWriter(`${this.context.group}-task-${this.id}`);
    try {
      this.followed = await this.follow();
      while (!this.persistence.stopped) await this.cycle(writer);
    } finally {
      for (const { feed } of this.followed) feed.stop();
      this.followed = [];
      await writer.close().catch(() => undefined);
    }
  }

  private async follow(): Promise<readonly Followed[]> {
    const { log, reader, group, sources, logger } = this.context;
    const places = sources.flatMap((source) =>
      this.partitions.map((partition) => ({ source, topic: source.topic, partition })),
    );
    const committed = await log.committed(group, places);
    const starts = await log.starts(places);
    return places.map(({ source, topic, partition }, index) => {
      const offset = committed[index] ?? starts[index] ?? 0;
      const gap = (wanted: number, found: number): void =>
        logger.error(
          { topic, partition, wanted, found, code: 'records-lost' },
          'records were deleted unread',
        );
      return { source, feed: reader.follow({ topic, partition, offset }, { wake: () => undefined, gap }) };
    });
  }

  /** Gathers records for a while, stores them, commits. */
  private async cycle(writer: Writer): Promise<void> {
    const { batchRecords, linger } = this.context;
    const waiting = (): number => this.followed.reduce((sum, { feed }) => sum + feed.waiting, 0);
    for (
      let waited = 0;
      waited < linger && waiting() < batchRecords && !this.persistence.stopped;
      waited += 50
    ) {
      await this.persistence.sleep(50);
    }
    const taken = this.take();
    if (taken.length === 0) return;
    const batch = await this.read(taken);
    const dead = [...batch.dead, ...(await this.insert(batch))];
    const { group, meter } = this.context;
    const offsets = this.followed.map(({ feed }) => ({
      topic: feed.topic,
      partition: feed.partition,
      offset: feed.position,
    }));
    await writer.commit({ appends: this.letters(dead), group, offsets });
    this.failures = 0;
    meter.stored(batch.skipped, dead, this.lag);
  }

  private letters(dead: readonly Dead[]): readonly Append[] {
    const topic = this.context.deadLetterTopic;
    return this.partitions.flatMap((partition) => {
      const records = dead
        .filter(({ record }) => record.partition === partition)
        .map(({ record, reason, detail }) => deadLetter(topic, 'metrics-sink', record, reason, detail));
      return records.length === 0 ? [] : [{ topic, partition, records }];
    });
  }

  /** Takes a slice from every feed in turn, so that none starves, up to the limits of a batch. */
  private take(): readonly Taken[] {
    const { batchRecords } = this.context;
    const taken = new Map<Followed, LogRecord[]>();
    let [records, bytes] = [0, 0];
    let found = true;
    while (found && records < batchRecords && bytes < most.bytes) {
      found = false;
      for (const followed of this.followed) {
        const slice = followed.feed.take(Math.min(most.slice, batchRecords - records));
        if (slice.length === 0) continue;
        found = true;
        taken.set(followed, [...(taken.get(followed) ?? []), ...slice]);
        records += slice.length;
        bytes += slice.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
        if (records >= batchRecords || bytes >= most.bytes) break;
      }
    }
    return [...taken].map(([{ source }, of]) => ({ source, records: of }));
  }

  private async read(taken: readonly Taken[]): Promise<Batch> {
    for (const { source, records } of taken) {
      await this.persistence.until('fetching schemas', () => source.prepare(records));
    }
    return batchOf(taken);
  }

  /** Inserts a batch; returns the records that ClickHouse cannot accept. */
  private async insert(batch: Batch): Promise<readonly Dead[]> {
    const { store, meter } = this.context;
    const dead = new Map<LogRecord, Dead>();
    for (const [table, rows] of batch.rows) {
      const began = performance.now();
      let refused = 0;
      for (let at = 0; at < rows.length; at += most.rows) {
        const part = rows.slice(at, at + most.rows);
        const bad = await this.persistence.until(`inserting into ${table}`, () =>
          insertAll(store, table, part, `${batch.token} ${at}`),
        );
        for (const { record, detail } of bad) dead.set(record, { record, reason: 'row-refused', detail });
        refused += bad.length;
      }
      meter.inserted(table, rows.length - refused, (performance.now() - began) / 1000);
    }
    return [...dead.values()];
  }
}
