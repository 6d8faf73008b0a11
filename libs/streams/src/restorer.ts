import type { Thaw } from './adoption';
import type { Log, Reader } from './log';
import type { Logger } from './logger';
import type { Meter } from './meter';
import { Restoration, type RestorationHost, type Restored } from './restoration';
import type { RunSettings } from './run-settings';
import type { Topology } from './topology';

/** What restoring the partitions of a task needs. */
export interface RestorerContext<Memory, Input, Output> {
  readonly topology: Topology<Memory, Input, Output>;
  readonly log: Log;
  readonly reader: Reader;
  readonly group: string;
  readonly settings: RunSettings;
  readonly logger: Logger;
  readonly meter: Meter;
  /** Present time, ms. */
  readonly now: () => number;
  /** Restores that standbys of this process have begun, by partition. */
  readonly standbys: ReadonlyMap<number, Restoration<Memory, Input, Output>>;
  /** Most warm keys of a partition, given the current number of partitions. */
  readonly warmKeys: () => number;
}

/** Restores the partitions of a task, one after another, and reports progress. */
export class Restorer<Memory, Input, Output> {
  private readonly begun: Map<number, Restoration<Memory, Input, Output>>;
  private current: Restoration<Memory, Input, Output> | undefined;

  constructor(
    private readonly context: RestorerContext<Memory, Input, Output>,
    private readonly host: RestorationHost,
  ) {
    this.begun = new Map(context.standbys);
  }

  /** For the partition being restored: records read, and offsets left to read. */
  get progress(): { readonly read: number; readonly left: number } {
    return { read: this.current?.records ?? 0, left: this.current?.left ?? 0 };
  }

  /** Finishes what a standby has begun; without one, or if that is unusable, restores from scratch. */
  async restore(partition: number, thaw: Thaw): Promise<Restored<Memory, Input, Output>> {
    const began = this.context.now();
    const begun = this.begun.get(partition);
    this.begun.delete(partition);
    const restored =
      (begun && (await this.finish(begun).catch((error: unknown) => this.refuse(partition, error)))) ??
      (await this.finish(this.fresh(partition, thaw)));
    if (!this.host.stopped()) this.report(partition, restored, (this.context.now() - began) / 1000);
    return restored;
  }

  private fresh(partition: number, thaw: Thaw): Restoration<Memory, Input, Output> {
    const { topology, log, reader, group, settings } = this.context;
    const { pace, dueAtOnce, callTimeout: patience } = settings;
    const options = { pace, thaw, warmKeys: this.context.warmKeys, dueAtOnce };
    return new Restoration({ topology, log, reader, group, options, patience }, partition, this.host);
  }

  private async finish(
    restoration: Restoration<Memory, Input, Output>,
  ): Promise<Restored<Memory, Input, Output>> {
    this.current = restoration;
    try {
      return await restoration.finish(this.host);
    } finally {
      this.current = undefined;
    }
  }

  private refuse(partition: number, error: unknown): undefined {
    const { logger, topology } = this.context;
    const fields = { stage: topology.name, partition, error: String(error) };
    logger.warn(fields, 'the standby is unusable; restoring from scratch');
  }

  private report(
    partition: number,
    { fold, faults, records, warm }: Restored<Memory, Input, Output>,
    seconds: number,
  ): void {
    const { logger, meter, topology } = this.context;
    const stage = topology.name;
    for (const fault of faults) {
      logger.error({ stage, partition, ...fault }, 'restored, but not as it was left');
    }
    meter.restored(records, seconds, warm);
    logger.info({ stage, partition, records, keys: fold.size, standby: warm, seconds }, 'partition restored');
  }
}
