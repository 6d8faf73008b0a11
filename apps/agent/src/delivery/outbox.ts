import type { Logger } from '@panto/service';
import { Spool, SpoolError, type Loss } from '@panto/spool';
import { Subject } from 'rxjs';
import type { AgentMeters, DropReason } from '../agent-meters';
import { Backoff } from '../backoff';
import { Outage } from '../outage';
import { pause } from '../pause';
import { deliver, type ResultLink } from './deliver';
import { packResult, type SpooledResult } from './spooled-result';

/** Settings of an outbox. */
export interface OutboxSettings {
  readonly folder: string;
  readonly maxBytes: number;
  readonly link: ResultLink;
  readonly meters: AgentMeters;
  readonly logger: Logger;
  readonly now: () => number;
  readonly random: () => number;
}

/** First and longest wait after a failed delivery, ms. */
const firstWait = 250;
const longestWait = 15_000;

/**
 * Keeps every Result on disk until it has arrived. All Results go through the disk, even while Kafka is
 * reachable, so that they keep their order and none is lost when the process ends.
 */
export class Outbox {
  private readonly appended = new Subject<void>();
  private readonly stopping = new AbortController();
  private readonly delivery: Outage;
  private readonly disk: Outage;
  private delivering: Promise<void> = Promise.resolve();
  private queue: Spool | undefined;
  /** Results lost since the last successful write. */
  private unwritten = 0;

  constructor(private readonly settings: OutboxSettings) {
    const { logger, now } = settings;
    this.delivery = new Outage(logger, 'the delivery of Results', now);
    this.disk = new Outage(logger, 'writing the spool', now);
  }

  /** Number of Results waiting on disk. */
  get records(): number {
    return this.queue?.records ?? 0;
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.queue?.bytes ?? 0;
  }

  /** Whether Results cannot be delivered at the moment. */
  get failing(): boolean {
    return this.delivery.on;
  }

  async open(onFatal: (error: unknown) => void): Promise<void> {
    const { folder, maxBytes, logger } = this.settings;
    const queue = await Spool.open({
      folder,
      maxBytes,
      syncEvery: 1_000,
      onLoss: (loss) => this.lose(loss),
      onSyncError: (error) => this.disk.met(error),
      onPointerError: (error) => this.disk.met(error),
    });
    if (queue.records > 0) logger.info({ records: queue.records }, 'Results of an earlier run are waiting');
    this.queue = queue;
    this.delivering = this.deliverFrom(queue).catch(onFatal);
  }

  /** Appends a Result. One that cannot be written is lost, counted and reported. */
  async put(result: SpooledResult): Promise<void> {
    try {
      await this.queue?.append([packResult(result)]);
      this.disk.over();
      this.tellUnwritten();
      this.appended.next();
    } catch (error) {
      // After the stop there is nowhere to put it: the run ended too late.
      if (error instanceof SpoolError && error.code === 'closed') return;
      this.disk.met(error);
      this.settings.meters.dropped('disk', 1);
      this.unwritten += 1;
    }
  }

  /** Logs lost Results as one line: a line for each would fill the rest of the disk. */
  private tellUnwritten(): void {
    if (this.unwritten > 0) {
      this.settings.logger.error({ reason: 'disk', records: this.unwritten }, 'Results are lost');
    }
    this.unwritten = 0;
  }

  /** Stops delivery and closes the files. */
  async close(): Promise<void> {
    this.stopping.abort();
    await this.delivering;
    this.tellUnwritten();
    await this.queue?.close();
    this.queue = undefined;
  }

  private deliverFrom(queue: Spool): Promise<void> {
    const { link, meters, random } = this.settings;
    const backoff = new Backoff({ first: firstWait, most: longestWait, random });
    return deliver(
      {
        queue,
        link,
        newcomers: (signal) => this.newcomers(signal),
        pause: (signal) => pause(backoff.next(), signal),
        onDelivered: (count) => {
          backoff.reset();
          meters.delivered(count);
          this.delivery.over();
        },
        onFailure: (error) => {
          meters.deliveryFailed();
          this.delivery.met(error);
        },
        onUnreadable: (count) => this.drop('unreadable', count),
      },
      this.stopping.signal,
    );
  }

  /** A Result appended between the check of the queue and this subscription is noticed after a second. */
  private async newcomers(signal: AbortSignal): Promise<void> {
    const controller = new AbortController();
    const subscription = this.appended.subscribe(() => controller.abort());
    await pause(1_000, AbortSignal.any([signal, controller.signal]));
    subscription.unsubscribe();
  }

  private lose({ reason, records, bytes }: Loss): void {
    if (reason === 'torn') {
      this.settings.logger.warn({ bytes }, 'the last write to the spool was incomplete; it was cut off');
    } else {
      this.drop(reason, records);
    }
  }

  private drop(reason: DropReason, records: number): void {
    this.settings.meters.dropped(reason, records);
    this.settings.logger.error({ reason, records }, 'Results are lost');
  }
}
