import { type Log, LogError, type Writer } from '@panto/streams';
import type { Placement, Publication } from '../projection/placement';
import type { TableReader } from '../projection/table-reader';

/** Longest wait until everything that was written has been read, ms. */
const patience = 15_000;
/** How often a change is made anew because another Server was faster. */
const attempts = 5;

/** A change: what is to be written, and what to answer once it is. */
export interface Draft<Answer> {
  readonly publications: readonly Publication[];
  readonly answer: Answer;
}

/**
 * Writes changes of the configuration in transactions, all or nothing. Every Server uses the same transactional id:
 * the one that opens it fences the others, so that a change that was made over an older configuration cannot be
 * committed; it is made anew over the present one.
 */
export class ChangeLog {
  private writer: Writer | undefined;

  constructor(
    private readonly log: Log,
    private readonly id: string,
    private readonly reader: TableReader,
    private readonly placement: Placement,
  ) {}

  /** Makes a change over everything that was written before, and returns when this Server has read it back. */
  async change<Answer>(make: () => Promise<Draft<Answer>>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.reader.catchUp(patience);
        const seen = this.writer;
        const { publications, answer } = await make();
        if (publications.length === 0) return answer;
        if (seen !== undefined) {
          await this.commit(seen, publications);
          return answer;
        }
        // Opening the id ends what others have begun; what they had committed must be looked at before.
        this.writer = await this.log.openWriter(this.id);
      } catch (error) {
        if (!(error instanceof LogError) || error.code !== 'fenced' || attempt === attempts) throw error;
      }
    }
  }

  /** Closes the connection for writing, if there is one. */
  async close(): Promise<void> {
    const writer = this.writer;
    this.writer = undefined;
    await writer?.close();
  }

  private async commit(writer: Writer, publications: readonly Publication[]): Promise<void> {
    const appends = await this.placement.place(publications);
    try {
      await writer.commit({ appends, group: this.id, offsets: [] });
    } catch (error) {
      this.writer = undefined;
      await writer.close().catch(() => undefined);
      throw error;
    }
    await this.reader.catchUp(patience);
  }
}
