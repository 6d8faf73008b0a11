import type { Log, Reader } from './log';
import type { Logger } from './logger';
import type { Meter } from './meter';
import { Restoration, type RestorationHost } from './restoration';
import type { RunSettings } from './run-settings';
import { Signal } from './signal';
import type { Topology } from './topology';
import { withTimeout } from './with-timeout';

/** What standbys need from the process they are in. */
export interface StandbysContext<Memory, Input, Output> {
  readonly topology: Topology<Memory, Input, Output>;
  readonly log: Log;
  /** A separate one, so that tasks do not wait for what standbys fetch. */
  readonly reader: Reader;
  readonly group: string;
  readonly settings: RunSettings;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Present time, ms. */
  readonly now: () => number;
  readonly warmKeys: () => number;
  /** A number from 0 to 1, for the jitter of retries. */
  readonly random: () => number;
  /** Partitions that want a standby now: those of other processes; undefined before this process takes part. */
  readonly wanted: () => readonly number[] | undefined;
  /** Whether the tasks of this process can spare the CPU for a while: they come first. */
  readonly idle: () => boolean;
}

interface Standby<Memory, Input, Output> {
  readonly restoration: Restoration<Memory, Input, Output>;
  /** When it last reached the end, ms; undefined: never. */
  stoodAt: number | undefined;
  lag: number;
}

/**
 * A standby that has not reached the end for this long starts over: what was forgotten meanwhile may be gone from the
 * log (`delete.retention.ms` of the snapshots, a day), ms.
 */
const tooOld = 600_000;
/** An owner at work commits at least once in this many polls: ticks come every second. */
const signOfLife = 2.5;
/** Longest wait before a standby that failed starts over, ms. */
const longestWait = 300_000;

/**
 * Copies of the memory of partitions that other processes own. A standby is an unfinished restore: it reads what the
 * owner commits, touches no writer, and harms nothing when it fails.
 */
export class Standbys<Memory, Input, Output> {
  private readonly standbys = new Map<number, Standby<Memory, Input, Output>>();
  /** `until`: by the monotonic clock, ms. */
  private readonly failures = new Map<number, { readonly count: number; readonly until: number }>();
  private readonly signal = new Signal();
  private readonly warmingUp = new Signal();
  /** Partitions that others are working on, before this process takes part. */
  private readonly atWork = new Set<number>();
  private readonly host: RestorationHost;
  private stopping = false;
  private readonly running: Promise<void>;

  constructor(private readonly context: StandbysContext<Memory, Input, Output>) {
    this.host = { stopped: () => this.stopping, moved: () => undefined };
    this.running = this.live();
  }

  /**
   * Before this process takes part: follows what others are working on until it could take over at once, for at most
   * `atMost` ms. It does not wait for partitions without commits, because some process must begin.
   */
  async warmUp(partitions: readonly number[], atMost: number): Promise<void> {
    const { log, topology, settings } = this.context;
    const places = partitions.map((partition) => ({ topic: topology.snapshots, partition }));
    const look = async (): Promise<readonly number[]> =>
      withTimeout(settings.callTimeout, 'ends of the snapshots', log.ends(places));
    const deadline = performance.now() + atMost;
    for (let ends = await look(); !this.stopping && performance.now() < deadline;) {
      await this.warmingUp.wait(signOfLife * settings.standbyEvery);
      const before = ends;
      ends = await look();
      const moving = partitions.filter((_, index) => (ends[index] ?? 0) > (before[index] ?? 0));
      for (const partition of moving) this.atWork.add(partition);
      if (moving.every((partition) => this.standbys.get(partition)?.stoodAt !== undefined)) return;
    }
  }

  /** Hands a standby over to the new owner of its partition; undefined: there is no usable one. */
  take(partition: number): Restoration<Memory, Input, Output> | undefined {
    const standby = this.standbys.get(partition);
    this.standbys.delete(partition);
    return standby === undefined || this.isTooOld(standby) ? undefined : standby.restoration;
  }

  /** Sets the gauges of the meter. */
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
    this.warmingUp.raise();
    await this.running;
    this.standbys.clear();
    await this.context.reader.close();
  }

  private async live(): Promise<void> {
    const { settings, logger, topology } = this.context;
    while (!this.stopping) {
      await this.signal.wait(settings.standbyEvery);
      await this.round().catch((error: unknown) => {
        logger.warn(
          { stage: topology.name, error: String(error) },
          'standbys could not read the ends of the log',
        );
      });
    }
  }

  /** Brings all standbys to where their owners are, one after another. */
  private async round(): Promise<void> {
    const { log, settings, idle } = this.context;
    this.choose();
    const chosen = [...this.standbys];
    if (chosen.length === 0 || !idle()) return;
    const places = chosen.map(([, { restoration }]) => restoration.snapshots);
    const ends = await withTimeout(settings.callTimeout, 'ends of the snapshots', log.ends(places));
    chosen.forEach(([, standby], index) => (standby.lag = standby.restoration.behind(ends[index] ?? 0)));
    for (const [index, [partition, standby]] of chosen.entries()) {
      if (this.stopping || !idle()) return;
      if (this.standbys.get(partition) === standby) await this.advance(partition, standby, ends[index] ?? 0);
    }
  }

  private choose(): void {
    const { wanted, topology, log, reader, group, settings } = this.context;
    const partitions = new Set(wanted() ?? this.atWork);
    for (const [partition, standby] of this.standbys) {
      if (!partitions.has(partition) || this.isTooOld(standby)) this.standbys.delete(partition);
    }
    const { pace, dueAtOnce } = settings;
    const options = { pace, warmKeys: this.context.warmKeys, dueAtOnce };
    const context = { topology, log, reader, group, options, patience: settings.callTimeout };
    for (const partition of partitions) {
      if (this.standbys.has(partition) || (this.failures.get(partition)?.until ?? 0) > performance.now())
        continue;
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
    // If it was handed over, its new owner sees the same error.
    if (this.standbys.get(partition) !== standby) return;
    const { random, logger, meter, topology } = this.context;
    this.standbys.delete(partition);
    const count = (this.failures.get(partition)?.count ?? 0) + 1;
    const wait = Math.min(longestWait, 1_000 * 2 ** count) * (0.5 + random() / 2);
    this.failures.set(partition, { count, until: performance.now() + wait });
    meter.standbyLost();
    logger.warn(
      { stage: topology.name, partition, failures: count, error: String(error) },
      'a standby failed; it starts over after a pause',
    );
  }

  private isTooOld({ stoodAt }: Standby<Memory, Input, Output>): boolean {
    // By the wall clock, which continues while a machine sleeps; if it was set back, the age is unknown.
    return stoodAt !== undefined && Math.abs(this.context.now() - stoodAt) > tooOld;
  }
}
