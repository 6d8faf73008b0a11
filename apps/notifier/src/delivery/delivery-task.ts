import { Signal, type Log, type Logger, type Reader, type Transaction, type Writer } from '@panto/streams';
import { openOutbox } from './open-outbox';
import type { Outbox, OutboxContext, Unrecorded } from './outbox';

/** What a task needs from its process. */
export interface DeliveryTaskContext {
  readonly log: Log;
  readonly reader: Reader;
  /** Consumer group, also the prefix of the transactional ids. */
  readonly group: string;
  readonly prefix: string;
  readonly outbox: Omit<OutboxContext, 'wake'>;
  readonly logger: Logger;
  readonly random: () => number;
  /** Maximum time without progress of the log, ms. */
  readonly patience: number;
  /** Consecutive failures after which the task gives up. */
  readonly attempts: number;
  /** Resolves once the configuration that exists now has been read. */
  readonly tablesRead: () => Promise<void>;
  readonly onFatal: (error: unknown) => void;
}

/**
 * The delivery of a fixed set of partitions. Deliveries and offsets are committed together under one
 * transactional id, so that a task that has lost its partitions can no longer record anything about them.
 */
export class DeliveryTask {
  private readonly signal = new Signal();
  private outboxes: readonly Outbox[] = [];
  /** By partition, what happened but could not be recorded: it is recorded when the task restarts. */
  private unrecorded = new Map<number, Unrecorded>();
  private failures = 0;
  private dropped = false;
  private finished: Promise<void> = Promise.resolve();
  /** Whether it hands out notifications (and is neither restoring nor failing). */
  processing = false;

  constructor(
    readonly id: number,
    private readonly partitions: readonly number[],
    private readonly context: DeliveryTaskContext,
  ) {}

  /** Starts; `after`: an instance of the same task that was just dropped must finish first. */
  start(after: Promise<void> | undefined): void {
    this.finished = this.live(after);
  }

  /** Ends after the attempts in flight; resolves once they are recorded. */
  drop(): Promise<void> {
    this.dropped = true;
    this.signal.raise();
    return this.finished;
  }

  private async live(after: Promise<void> | undefined): Promise<void> {
    await after;
    while (!this.dropped) {
      try {
        await this.run();
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  private async run(): Promise<void> {
    const { log, group, logger } = this.context;
    // Fences the previous owner of the task; only then is the committed state final.
    const writer = await log.openWriter(`${group}-task-${this.id}`);
    try {
      await this.open();
      this.processing = true;
      while (!this.dropped) await this.cycle(writer);
    } finally {
      this.processing = false;
      await Promise.all(this.outboxes.map((outbox) => outbox.close()));
      for (const outbox of this.outboxes) this.unrecorded.set(outbox.deliveries.partition, outbox.unrecorded);
      if (this.dropped) await this.commit(writer).catch((error: unknown) => this.lose(error));
      this.outboxes = [];
      await writer.close().catch((error: unknown) => logger.debug({ error }, 'closing a writer'));
    }
  }

  private async open(): Promise<void> {
    const { outbox, tablesRead } = this.context;
    await tablesRead();
    const context = { ...outbox, wake: () => this.signal.raise() };
    for (const partition of this.partitions) {
      if (this.dropped) return;
      const options = { ...this.context, stopped: () => this.dropped };
      const unrecorded = this.unrecorded.get(partition) ?? { deliveries: [], changes: [] };
      this.outboxes = [...this.outboxes, await openOutbox(options, partition, context, unrecorded)];
      this.unrecorded.delete(partition);
    }
  }

  /** Hands out new notifications, and commits the outcomes. */
  private async cycle(writer: Writer): Promise<void> {
    const waiting = this.outboxes.filter((outbox) => outbox.waiting > 0);
    if (waiting.length > 0) {
      await this.context.tablesRead();
      const ends = await this.context.log.ends(waiting.map(({ deliveries }) => deliveries));
      for (const [i, outbox] of waiting.entries()) await outbox.take(ends[i] ?? 0);
    }
    await this.commit(writer);
    if (this.outboxes.every((outbox) => outbox.waiting === 0)) await this.signal.wait(500);
  }

  private async commit(writer: Writer): Promise<void> {
    const drained = this.outboxes.map((outbox) => outbox.drain()).filter((each) => each !== undefined);
    if (drained.length === 0) return;
    const transaction: Transaction = {
      appends: drained.flatMap(({ appends }) => appends),
      group: this.context.group,
      offsets: drained.flatMap(({ offsets }) => offsets),
    };
    await writer.commit(transaction);
    for (const outbox of this.outboxes) outbox.kept();
    this.failures = 0;
  }

  private async recover(error: unknown): Promise<void> {
    if (this.dropped) return this.lose(error);
    const { random, attempts, onFatal, logger, group } = this.context;
    this.failures += 1;
    logger.warn({ group, task: this.id, failures: this.failures, error }, 'delivery restarts from the committed offsets'); // prettier-ignore
    if (this.failures >= attempts) {
      this.dropped = true;
      onFatal(error);
      return;
    }
    await this.signal.wait(Math.min(10_000, 50 * 2 ** this.failures) * (0.5 + random() / 2));
  }

  private lose(error: unknown): void {
    const { logger, group } = this.context;
    logger.error({ group, task: this.id, error }, 'the last deliveries could not be recorded; they may be sent again'); // prettier-ignore
  }
}
