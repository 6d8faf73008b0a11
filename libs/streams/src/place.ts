import type { Feed, Log, Reader } from './log';
import type { Logger } from './logger';
import type { PartitionFold } from './partition-fold';
import { together } from './prefetch';
import { readTo } from './read-range';
import type { RunSettings } from './run-settings';
import type { Signal } from './signal';
import type { InputTopic, LogRecord, Topology } from './topology';
import type { Turns } from './turns';

/**
 * Records decoded at a time from those that wait: decoded records that are not processed yet are what the GC copies.
 */
const slice = 500;

/**
 * Portions of due timers that are handled at a time, even if there is little to write: other tasks are entitled to the
 * thread, and only a commit preserves progress.
 */
const mostPortions = 40;

interface Source<Memory, Input> {
  readonly input: InputTopic<Memory, Input>;
  readonly feed: Feed;
  /** Streams: records before this offset were fetched before the tables were last read to their end. */
  tablesReadFor: number;
  /**
   * Records that were taken and not processed: the outputs before them, or timers due before them, already fill a
   * transaction.
   */
  rest: readonly LogRecord[];
}

/** What a place takes from its task. */
export interface PlaceContext {
  readonly log: Log;
  readonly reader: Reader;
  readonly logger: Logger;
  readonly settings: RunSettings;
  readonly signal: Signal;
  readonly turns: Turns;
  readonly stopped: () => boolean;
  /** Commits what was processed so far: a table may be longer than a transaction. */
  readonly relieve: () => Promise<void>;
  /** It has made progress: a long table takes a while, and must not count as silence. */
  readonly moved: () => void;
}

/** One partition of a running task: its fold, fed by the log; tables first. */
export class Place<Memory, Input, Output> {
  readonly fold: PartitionFold<Memory, Input, Output>;
  private readonly tables: readonly Source<Memory, Input>[];
  private readonly streams: readonly Source<Memory, Input>[];

  constructor(
    private readonly context: PlaceContext,
    topology: Topology<Memory, Input, Output>,
    fold: PartitionFold<Memory, Input, Output>,
    offsets: readonly number[],
  ) {
    this.fold = fold;
    const sources = topology.inputs.map((input, index) => this.follow(input, offsets[index] ?? 0));
    this.tables = sources.filter(({ input }) => input.role === 'table');
    this.streams = sources.filter(({ input }) => input.role === 'stream');
  }

  /** Number of records that could be processed now. */
  get waiting(): number {
    return this.sources.reduce((sum, { feed, rest }) => sum + feed.waiting + rest.length, 0);
  }

  /** Whether records were taken and not processed: they belong in the next transaction. */
  get owes(): boolean {
    return this.sources.some(({ rest }) => rest.length > 0);
  }

  /** Records of the streams between here and their ends. */
  get lag(): number {
    return this.streams.reduce((sum, { feed }) => sum + Math.max(0, feed.end - feed.position), 0);
  }

  /** When the log last responded for the input that has been silent longest, ms, by the monotonic clock. */
  get seenAt(): number {
    return Math.min(...this.sources.map(({ feed }) => feed.seenAt));
  }

  /** Reads the tables to their current end. */
  async readTables(): Promise<void> {
    for (const stream of this.streams) stream.tablesReadFor = stream.feed.fetched;
    const ends = await this.context.log.ends(this.tables.map(({ feed }) => feed));
    const { signal, settings, stopped, relieve } = this.context;
    let told = 0;
    for (const [index, source] of this.tables.entries()) {
      const limits = { patience: settings.callTimeout, stopped };
      await readTo(source.feed, signal, ends[index] ?? 0, limits, async (list) => {
        told += await this.tell(source, list);
        if (told < settings.batchRecords && this.fold.bytesToWrite < settings.batchBytes) return;
        told = 0;
        await relieve();
      });
    }
  }

  /**
   * Processes what has arrived, tables first, until `atMost` records are processed or enough is to be written; returns
   * how many.
   */
  async advance(atMost: number, mostBytes: number): Promise<number> {
    let told = 0;
    await this.context.turns.alone(async () => {
      for (const source of this.sources) {
        told += await this.tellWaiting(source, atMost - told, mostBytes);
        // No stream is processed before the tables, and these must not be read past their waiting records.
        if (source.rest.length > 0) break;
      }
    });
    for (const { input, feed, rest } of this.sources)
      if (rest.length === 0) this.fold.moveTo(input.topic, feed.position);
    return told;
  }

  /** Stops reading. */
  stop(): void {
    for (const { feed } of this.sources) feed.stop();
  }

  private get sources(): readonly Source<Memory, Input>[] {
    return [...this.tables, ...this.streams];
  }

  /** Processes waiting records, in slices, until `atMost` are processed or there is enough to write. */
  private async tellWaiting(
    source: Source<Memory, Input>,
    atMost: number,
    mostBytes: number,
  ): Promise<number> {
    const { fold } = this;
    const isEnough = (): boolean => fold.recordsToWrite >= atMost || fold.bytesToWrite >= mostBytes;
    let told = 0;
    while (told < atMost && fold.bytesToWrite < mostBytes) {
      const taken = source.rest.length > 0 ? source.rest : source.feed.take(Math.min(slice, atMost - told));
      const count = await this.tell(source, taken, isEnough);
      told += count;
      source.rest = taken.slice(count);
      if (count === 0 || source.rest.length > 0) break;
      await this.context.turns.pass();
    }
    return told;
  }

  /**
   * Processes records until their outputs, or the timers due before them, are enough to write; returns how many were
   * processed.
   */
  private async tell(
    source: Source<Memory, Input>,
    records: readonly LogRecord[],
    isEnough = (): boolean => false,
  ): Promise<number> {
    const { input } = source;
    if (records.length === 0) return 0;
    this.context.moved();
    await input.prepare?.(records);
    let portions = 0;
    for (const [i, record] of records.entries()) {
      if (i % together === 0) this.fold.prefetch(records, i);
      let awaited = record.offset < source.tablesReadFor;
      for (let came = this.fold.tell(input, record, awaited); came !== 'told';) {
        if (came === 'tables-first') {
          await this.readTables();
          awaited = true;
        } else {
          await this.context.turns.pass();
          portions += 1;
          if (isEnough() || portions >= mostPortions || this.context.stopped()) return i;
        }
        came = this.fold.tell(input, record, awaited);
      }
      if (isEnough()) return i + 1;
    }
    return records.length;
  }

  private follow(input: InputTopic<Memory, Input>, offset: number): Source<Memory, Input> {
    const { reader, signal, logger } = this.context;
    const compacted = input.role === 'table';
    const place = { topic: input.topic, partition: this.fold.partition, offset, compacted };
    const feed = reader.follow(place, {
      wake: () => signal.raise(),
      gap: (wanted, found) => {
        logger.error(
          { ...place, code: 'input-gap', wanted, found },
          'records were deleted before they were read',
        );
      },
    });
    return { input, feed, tablesReadFor: 0, rest: [] };
  }
}
