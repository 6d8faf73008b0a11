import type { Append, Appender, Log } from '@panto/streams';
import type { Placement, Publication } from './placement';

/** Writes records to the log, each to the partition of its key. */
export class Publisher {
  private appender: Promise<Appender> | undefined;

  constructor(
    private readonly log: Log,
    private readonly placement: Placement,
  ) {}

  /** Resolves when the log has stored all records; after a failure some of them may be written. */
  async publish(publications: readonly Publication[]): Promise<void> {
    if (publications.length > 0) await this.append(await this.placement.place(publications));
  }

  /** Closes the producer, if there is one. */
  async close(): Promise<void> {
    const appender = this.appender;
    this.appender = undefined;
    await (await appender?.catch(() => undefined))?.close();
  }

  private async append(appends: readonly Append[]): Promise<void> {
    this.appender ??= this.log.openAppender();
    const appender = this.appender;
    try {
      await (await appender).append(appends);
    } catch (error) {
      // A new connection cures most failures of the old one.
      if (this.appender === appender) this.appender = undefined;
      void appender.then((broken) => broken.close()).catch(() => undefined);
      throw error;
    }
  }
}
