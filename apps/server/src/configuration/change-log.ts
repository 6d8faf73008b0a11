import { randomUUID } from 'node:crypto';
import { type Log, LogError, type Writer } from '@panto/streams';
import type { Placement, Publication } from '../projection/placement';
import type { TableReader } from '../projection/table-reader';

/** Maximum wait until everything written has been read, ms. */
const patience = 15_000;
/** How often a change is attempted because another Server was faster. */
const attempts = 12;
/** Maximum wait between attempts, ms: Servers that keep fencing each other would make no progress. */
const longestPause = 500;

/** Header of the records of one change: all records applied together carry the same value. */
const changeHeader = 'change';

/** A change: what to write, and the answer once it is written. */
export interface Draft<Answer> {
  readonly publications: readonly Publication[];
  readonly answer: Answer;
}

/**
 * Writes changes of the configuration in transactions, all or nothing. All Servers share a transactional id:
 * whichever opens it fences the others, so that a change based on an older configuration cannot be committed;
 * it is repeated on top of the present one.
 */
export class ChangeLog {
  private writer: Writer | undefined;
  /** The change in progress, and those of its records that have not been read back. */
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

  /** Makes a change on top of everything written before, and returns once this Server has read it back. */
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
        // Opening the id ends what others have begun; what they had committed must be read first.
        this.writer = await this.log.openWriter(this.id);
      } catch (error) {
        if (!mayBeMadeAnew(error) || attempt === attempts) throw error;
        const pause = Math.min(longestPause, 10 * 2 ** attempt) * Math.random();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** Closes the producer, if there is one. */
  async close(): Promise<void> {
    const writer = this.writer;
    this.writer = undefined;
    await writer?.close();
  }

  /**
   * Writes a change and reads it back. The log's end offset is not enough: a broker acknowledges a
   * transaction before readers can see it.
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
 * Fenced by another Server, or caught while that was happening (the log refuses as `failed`). Repeating a
 * change is safe even if the first attempt did get through: on top of the newer configuration nothing is left
 * to do.
 */
function mayBeMadeAnew(error: unknown): boolean {
  return error instanceof LogError && (error.code === 'fenced' || error.code === 'failed');
}
