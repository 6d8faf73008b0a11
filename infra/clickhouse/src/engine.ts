import { Session } from 'chdb';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readException, type EngineException } from './exception';

/** The result of a query: its bytes, and what it cost. */
export interface Answer {
  readonly bytes: Uint8Array;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly seconds: number;
}

/** A result, or the exception of the engine. */
export type Outcome =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly exception: EngineException };

/** ClickHouse as a library over one data directory. Every query has its own connection, and so its own settings. */
export class Engine {
  private readonly path: string;
  /** Keeps the engine open between queries. */
  private readonly keeper: Session;

  constructor(directory: string) {
    this.path = join(directory, 'data');
    mkdirSync(this.path, { recursive: true });
    this.keeper = new Session(this.path);
  }

  /** The engine's version, such as 26.7.2.1. */
  version(): string {
    return this.keeper.query('SELECT version()', 'TSVRaw').trim();
  }

  /** Runs one statement after the ones that prepare its connection. */
  async run(statement: string, preparation: readonly string[], format: string): Promise<Outcome> {
    const session = new Session(this.path);
    try {
      if (preparation.length > 0) await session.queryAsync(preparation.join('; '));
      const result = await session.queryAsync(statement, { format });
      return {
        ok: true,
        answer: {
          bytes: result.bytes(),
          rowsRead: result.rowsRead,
          bytesRead: result.bytesRead,
          seconds: result.elapsed,
        },
      };
    } catch (error) {
      return { ok: false, exception: readException(error) };
    } finally {
      session.close();
    }
  }

  /** Closes the data directory; nothing may be running. */
  close(): void {
    this.keeper.close();
  }
}
