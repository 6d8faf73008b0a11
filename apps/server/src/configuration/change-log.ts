import { randomUUID } from 'node:crypto';
import { type Log, LogError, type Writer } from '@panto/streams';
import type { Placement, Publication } from '../projection/placement';
import type { TableReader } from '../projection/table-reader';

/** Longest wait until everything that was written has been read, ms. */
const patience = 15_000;
/** How often a change is made anew because another Server was faster. */
const attempts = 12;
/** Longest wait before it is, ms: Servers that fence each other in turn would get nowhere. */
const longestPause = 500;

/** Header of the records of one change: what was applied at once carries the same. */
const changeHeader = 'change';

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
  /** The change under way, and what of it has not been read back. */
  private changeId = '';
  private readonly unread = new Set<string>();

  constructor(
    private readonly log: Log,
    private readonly id: string,
    private readonly reader: TableReader,
    private readonly placement: Placement,
  ) {
    reader.watch(({ topic, key, headers }) => {
      if (headers[changeHeader] === this.changeId) this.unread.delete(`${topic} ${key?.toString('utf8')}`);
    });
  }

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
        if (!mayBeMadeAnew(error) || attempt === attempts) throw error;
        const pause = Math.min(longestPause, 10 * 2 ** attempt) * Math.random();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** Closes the connection for writing, if there is one. */
  async close(): Promise<void> {
    const writer = this.writer;
    this.writer = undefined;
    await writer?.close();
  }

  /**
   * Writes a change and reads it back. The end that a log tells is not enough: a broker acknowledges a transaction
   * before readers can see it.
   */
  private async commit(writer: Writer, publications: readonly Publication[]): Promise<void> {
    this.changeId = randomUUID();
    this.unread.clear();
    for (const { topic, key } of publications) this.unread.add(`${topic} ${key}`);
    const headers = { [changeHeader]: this.changeId };
    const appends = await this.placement.place(publications.map((one) => ({ ...one, headers })));
    try {
      await writer.commit({ appends, group: this.id, offsets: [] });
    } catch (error) {
      this.writer = undefined;
      await writer.close().catch(() => undefined);
      throw error;
    }
    await this.reader.until(() => this.unread.size === 0, patience);
  }
}

/**
 * Fenced by another Server, or caught while it was doing so (the log refuses as `failed`). Making a change anew is
 * safe even where the first attempt did get through: over the newer configuration nothing is left to be done.
 */
function mayBeMadeAnew(error: unknown): boolean {
  return error instanceof LogError && (error.code === 'fenced' || error.code === 'failed');
}
