import type { Thaw } from './adoption';
import type { CommitPointHook } from './commit-point';
import type { Effects } from './effects';
import { isPartitionUnavailable, type Log, type Membership, type Reader, type Writer } from './log';
import type { Logger } from './logger';
import type { Meter } from './meter';
import { Place } from './place';
import { reportEffects } from './report-effects';
import type { Restoration } from './restoration';
import { Restorer } from './restorer';
import type { RunSettings } from './run-settings';
import { Signal } from './signal';
import type { Topology } from './topology';
import { transactionOf } from './transaction-of';
import type { Turns } from './turns';
import { UnreadableSnapshot } from './unreadable-snapshot';
import { withTimeout } from './with-timeout';

/** What a task needs from the process it runs in. */
export interface TaskContext<Memory, Input, Output> {
  readonly topology: Topology<Memory, Input, Output>;
  readonly log: Log;
  readonly reader: Reader;
  readonly group: string;
  readonly settings: RunSettings;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Present time, ms. */
  readonly now: () => number;
  /** A number from 0 to 1, for the jitter of retries. */
  readonly random: () => number;
  readonly turns: Turns;
  readonly membership: () => Promise<Membership>;
  /** Restores that standbys of this process have begun, by partition. */
  readonly standbys: ReadonlyMap<number, Restoration<Memory, Input, Output>>;
  /** Most warm keys of a partition, given the current number of partitions. */
  readonly warmKeys: () => number;
  /** The task gave up. */
  readonly onFatal: (error: Error) => void;
  readonly onCommitPoint?: CommitPointHook | undefined;
}

/**
 * A fixed set of partitions: the unit of assignment, memory, transaction and fencing. On any error it discards the
 * writer and the memory, and starts over from what is committed, if this process still owns it.
 */
export class Task<Memory, Input, Output> {
  private readonly signal = new Signal();
  /** Raised at the end only: neither records nor failures end a pause. */
  private readonly end = new Signal();
  private places: readonly Place<Memory, Input, Output>[] = [];
  private readonly restorer: Restorer<Memory, Input, Output>;
  /** Consecutive failures, without a commit in between. */
  private failures = 0;
  /** Those of them after which another process might succeed. */
  private faults = 0;
  private thaw: Thaw = 'on-demand';
  private beganAt = 0;
  private dropped = false;
  /** The transaction in flight while the folds process the next records. */
  private underWay: Promise<void> = Promise.resolve();
  private finished: Promise<void> | undefined;
  /** When the task last did something, even just look for records, ms, by the monotonic clock. */
  movedAt = performance.now();
  /** Whether it processes records (it is neither restoring nor failing). */
  processing = false;

  constructor(
    readonly id: number,
    private readonly partitions: readonly number[],
    private readonly context: TaskContext<Memory, Input, Output>,
  ) {
    this.restorer = new Restorer(context, {
      stopped: () => this.dropped,
      moved: () => (this.movedAt = performance.now()),
    });
  }

  /** Begins; `after`: an earlier instance of the same task, dropped a moment ago, which must end first. */
  start(after: Promise<void> | undefined): void {
    this.finished = this.live(after);
  }

  /** Ends the task after the transaction in flight; resolves when it is over. */
  drop(): Promise<void> {
    this.dropped = true;
    this.signal.raise();
    this.end.raise();
    return this.finished ?? Promise.resolve();
  }

  /** Records of the streams that are left to read. */
  get lag(): number {
    return this.places.reduce((sum, { lag }) => sum + lag, 0);
  }

  /** The oldest clock of its partitions that have one, ms. */
  get clock(): number | undefined {
    const clocks = this.places.map(({ fold }) => fold.clock).filter((clock) => clock > 0);
    return clocks.length === 0 ? undefined : Math.min(...clocks);
  }

  /** Keys in memory. */
  get keys(): number {
    return this.places.reduce((sum, { fold }) => sum + fold.size, 0);
  }

  /** How many of these are held as bytes. */
  get cold(): number {
    return this.places.reduce((sum, { fold }) => sum + fold.cold, 0);
  }

  /** For the partition being restored: records read, and offsets left to read. */
  get restoring(): { readonly read: number; readonly left: number } {
    return this.restorer.progress;
  }

  /** When the log last responded to the partition that has been waiting longest, ms, by the monotonic clock. */
  get seenAt(): number {
    return Math.min(Infinity, ...this.places.map(({ seenAt }) => seenAt));
  }

  private async live(after: Promise<void> | undefined): Promise<void> {
    await after;
    while (!this.dropped) {
      this.beganAt = performance.now();
      try {
        await this.run();
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  private async run(): Promise<void> {
    const { log, group, settings, topology, onCommitPoint } = this.context;
    const id = `${group}-task-${this.id}`;
    await onCommitPoint?.('opening');
    // Fences the previous owner of the task; only then is what is committed final. A writer that comes too late is
    // useless.
    const late = (one: Writer): Promise<void> => one.close();
    const writer = await withTimeout(settings.callTimeout, `opening ${id}`, log.openWriter(id), late);
    try {
      await onCommitPoint?.('opened');
      await this.restore(writer);
      await onCommitPoint?.('restored');
      this.beginProcessing();
      while (!this.dropped) await this.cycle(writer);
      for (const { fold } of this.places) fold.snapshotOldest(settings.batchRecords);
      await this.commit(writer);
      await this.underWay;
    } finally {
      this.processing = false;
      await this.underWay.catch(() => undefined);
      this.underWay = Promise.resolve();
      for (const place of this.places) place.stop();
      this.places = [];
      await writer.close().catch((error: unknown) => {
        this.context.logger.debug(
          { stage: topology.name, task: this.id, error: String(error) },
          'closing a writer',
        );
      });
    }
  }

  private beginProcessing(): void {
    const { logger, topology } = this.context;
    const seconds = (performance.now() - this.beganAt) / 1000;
    this.processing = true;
    logger.info({ stage: topology.name, task: this.id, seconds }, 'task is processing');
  }

  private async restore(writer: Writer): Promise<void> {
    const { topology, log, reader, settings, logger, turns } = this.context;
    const stopped = () => this.dropped;
    const relieve = () => this.commit(writer);
    const moved = () => void (this.movedAt = performance.now());
    const context = { log, reader, logger, settings, signal: this.signal, turns, stopped, relieve, moved };
    for (const partition of this.partitions) {
      const { fold, offsets } = await this.restorer.restore(partition, this.thaw);
      if (this.dropped) return;
      this.places = [...this.places, new Place(context, topology, fold, offsets)];
      this.movedAt = performance.now();
    }
    for (const place of this.places) await place.readTables();
  }

  /** Gathers, processes and commits what has arrived. */
  private async cycle(writer: Writer): Promise<void> {
    const { batchRecords, batchBytes, linger } = this.context.settings;
    this.movedAt = performance.now();
    if (this.waiting() === 0) await this.signal.wait(500);
    const until = performance.now() + linger;
    while (!this.dropped && this.waiting() > 0 && this.waiting() < batchRecords) {
      const left = this.places.some(({ owes }) => owes) ? 0 : until - performance.now();
      if (left <= 0) break;
      await this.signal.wait(left);
    }
    if (this.dropped) return;
    const share = (of: number): number => Math.max(1, Math.floor(of / this.places.length));
    for (const place of this.places) await place.advance(share(batchRecords), share(batchBytes));
    await this.commit(writer);
  }

  private waiting(): number {
    return this.places.reduce((sum, place) => sum + place.waiting, 0);
  }

  /** Begins to commit what was processed, once the previous transaction is over; throws if that one failed. */
  private async commit(writer: Writer): Promise<void> {
    await this.underWay;
    const { now, onCommitPoint } = this.context;
    const effects = this.places.flatMap(({ fold }) => fold.take(now()) ?? []);
    if (effects.length === 0) return;
    await onCommitPoint?.('told');
    this.underWay = this.write(writer, effects);
    // The next commit awaits it; until then a failure must not count as unhandled.
    this.underWay.catch(() => this.signal.raise());
  }

  private async write(writer: Writer, effects: readonly Effects[]): Promise<void> {
    const { group, settings, meter, onCommitPoint } = this.context;
    const transaction = transactionOf(effects, group, onCommitPoint);
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    try {
      await withTimeout(
        settings.callTimeout,
        `transaction of ${group}-task-${this.id}`,
        writer.commit(transaction),
      );
    } catch (error) {
      meter.transaction('failed', seconds());
      throw error;
    }
    this.failures = 0;
    this.faults = 0;
    await onCommitPoint?.('committed');
    meter.transaction('committed', seconds());
    for (const effect of effects) reportEffects(meter, effect);
    for (const { topic, records } of transaction.appends) meter.written(topic, records.length);
  }

  /** After a failure: waits, and makes sure that this process still owns the task before it starts over. */
  private async recover(error: unknown): Promise<void> {
    if (this.dropped) return;
    const { logger, topology, settings, random, membership, onFatal } = this.context;
    this.failures += 1;
    // No other process could do anything about it either, and this one has other tasks.
    if (isPartitionUnavailable(error)) this.movedAt = performance.now();
    else this.faults += 1;
    // What cannot be read is rebuilt, if all of it is decoded before the restore is over.
    if (error instanceof UnreadableSnapshot) this.thaw = 'at-once';
    const fields = { stage: topology.name, task: this.id, failures: this.failures, error: describe(error) };
    if (this.faults >= settings.attempts) {
      this.dropped = true;
      logger.error(fields, 'task gives up');
      onFatal(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    logger.warn(fields, 'task failed; starting over from what is committed');
    await this.end.wait(Math.min(10_000, 50 * 2 ** this.failures) * (0.5 + random() / 2));
    try {
      await withTimeout(settings.callTimeout, 'confirmation of the group', (await membership()).confirm());
    } catch (silence) {
      logger.warn({ ...fields, error: describe(silence) }, 'the group does not respond');
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
