import type { Log, Reader } from './log';
import type { Logger } from './logger';
import type { Meter } from './meter';
import { Restoration, type RestorationHost } from './restoration';
import type { RunSettings } from './run-settings';
import { Signal } from './signal';
import type { Topology } from './topology';
import { within } from './within';

/** What standbys need from the process they are in. */
export interface StandbysContext<Memory, Input, Output> {
  readonly topology: Topology<Memory, Input, Output>;
  readonly log: Log;
  /** Of their own, so that tasks do not wait for what standbys fetch. */
  readonly reader: Reader;
  readonly group: string;
  readonly settings: RunSettings;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Present time, ms. */
  readonly now: () => number;
  /** A number from 0 to 1, for the jitter of retries. */
  readonly random: () => number;
  /** Partitions that want a standby now: those of other processes. */
  readonly wanted: () => readonly number[];
}

interface Standby<Memory, Input, Output> {
  readonly restoration: Restoration<Memory, Input, Output>;
  /** When it last stood at the end, ms; undefined: it never has. */
  stoodAt: number | undefined;
  lag: number;
}

/**
 * A standby that has not stood at the end for so long is begun anew: what was forgotten meanwhile may be gone from
 * the log (`delete.retention.ms` of the snapshots, a day), ms.
 */
const tooOld = 600_000;
/** Longest wait before a standby that failed is begun anew, ms. */
const longestWait = 300_000;

/**
 * Copies of the memory of partitions that other processes have. A standby is a restoration that is not finished: it
 * reads what the owner commits, touches no writer, and harms nobody when it fails.
 */
export class Standbys<Memory, Input, Output> {
  private readonly standbys = new Map<number, Standby<Memory, Input, Output>>();
  private readonly failures = new Map<number, { readonly count: number; readonly until: number }>();
  private readonly signal = new Signal();
  private readonly host: RestorationHost;
  private stopping = false;
  private readonly running: Promise<void>;

  constructor(private readonly context: StandbysContext<Memory, Input, Output>) {
    this.host = { stopped: () => this.stopping, moved: () => undefined };
    this.running = this.live();
  }

  /** Hands a standby over to whoever has its partition from now on; undefined: there is none that is of use. */
  take(partition: number): Restoration<Memory, Input, Output> | undefined {
    const standby = this.standbys.get(partition);
    this.standbys.delete(partition);
    return standby === undefined || this.isTooOld(standby) ? undefined : standby.restoration;
  }

  /** Tells the meter how things stand. */
  measure(): void {
    const all = [...this.standbys.values()];
    this.context.meter.standby(
      all.length,
      all.filter(({ stoodAt }) => stoodAt !== undefined).length,
      all.reduce((sum, { restoration }) => sum + restoration.fold.size, 0),
      all.reduce((sum, { lag }) => sum + lag, 0),
    );
  }

  /** Resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.signal.raise();
    await this.running;
    this.standbys.clear();
    await this.context.reader.close();
  }

  private async live(): Promise<void> {
    const { settings, logger, topology } = this.context;
    while (!this.stopping) {
      await this.signal.wait(settings.standbyEvery);
      await this.round().catch((error: unknown) => {
        logger.warn({ stage: topology.name, error: String(error) }, 'standbys could not look at the log');
      });
    }
  }

  /** Brings all standbys to where their owners are, one after the other. */
  private async round(): Promise<void> {
    this.choose();
    const chosen = [...this.standbys];
    if (chosen.length === 0) return;
    const { log, settings } = this.context;
    const places = chosen.map(([, { restoration }]) => restoration.snapshots);
    const ends = await within(settings.callTimeout, 'ends of the snapshots', log.ends(places));
    chosen.forEach(([, standby], index) => (standby.lag = standby.restoration.behind(ends[index] ?? 0)));
    for (const [index, [partition, standby]] of chosen.entries()) {
      if (this.stopping) return;
      if (this.standbys.get(partition) === standby) await this.advance(partition, standby, ends[index] ?? 0);
    }
  }

  private choose(): void {
    const { now, wanted, topology, log, reader, group, settings } = this.context;
    const partitions = new Set(wanted());
    for (const [partition, standby] of this.standbys) {
      if (!partitions.has(partition) || this.isTooOld(standby)) this.standbys.delete(partition);
    }
    const context = { topology, log, reader, group, pace: settings.pace, patience: settings.callTimeout };
    for (const partition of partitions) {
      if (this.standbys.has(partition) || (this.failures.get(partition)?.until ?? 0) > now()) continue;
      const restoration = new Restoration(context, partition, this.host);
      this.standbys.set(partition, { restoration, stoodAt: undefined, lag: 0 });
    }
  }

  private async advance(
    partition: number,
    standby: Standby<Memory, Input, Output>,
    end: number,
  ): Promise<void> {
    try {
      await standby.restoration.advance(end);
      standby.stoodAt = this.context.now();
      standby.lag = 0;
      this.failures.delete(partition);
    } catch (error) {
      this.lose(partition, standby, error);
    }
  }

  private lose(partition: number, standby: Standby<Memory, Input, Output>, error: unknown): void {
    // Whoever has it by now is told the same.
    if (this.standbys.get(partition) !== standby) return;
    const { now, random, logger, meter, topology } = this.context;
    this.standbys.delete(partition);
    const count = (this.failures.get(partition)?.count ?? 0) + 1;
    const wait = Math.min(longestWait, 1_000 * 2 ** count) * (0.5 + random() / 2);
    this.failures.set(partition, { count, until: now() + wait });
    meter.standbyLost();
    logger.warn(
      { stage: topology.name, partition, failures: count, error: String(error) },
      'a standby is of no use; begins anew in a while',
    );
  }

  private isTooOld({ stoodAt }: Standby<Memory, Input, Output>): boolean {
    return stoodAt !== undefined && this.context.now() - stoodAt > tooOld;
  }
}
