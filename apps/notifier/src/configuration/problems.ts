import type { StateName } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import { Table, type TableOptions } from './table';

/** What reading the States needs. */
export interface ProblemsOptions extends Omit<TableOptions<StateName>, 'values' | 'read'> {
  /** The State in a record; undefined: it cannot be used. */
  readonly read: (record: LogRecord) => StateName | undefined;
  /** The States that are kept. */
  readonly states: readonly StateName[];
}

/**
 * The Checks that are in one of some States, as the topic of States says: what is well takes no room. The topic is read from
 * when somebody wants it: it has all States of a week, and nobody needs them where no Target depends on another.
 */
export class Problems {
  private readonly states = new Map<string, StateName>();
  private readonly table: Table<StateName>;
  private readonly onFatal: (error: unknown) => void;
  private isWanted = false;
  private started: Promise<void> | undefined;

  constructor({ read, states, ...options }: ProblemsOptions) {
    this.onFatal = options.onFatal;
    const kept = new Set(states);
    this.table = new Table<StateName>({
      ...options,
      values: this.states,
      read: (record) => {
        const state = read(record);
        return state === undefined || kept.has(state) ? state : null;
      },
    });
  }

  /** Whether they are read. */
  get wanted(): boolean {
    return this.isWanted;
  }

  /** From now on they are read. */
  want(): void {
    this.isWanted = true;
  }

  /** Resolves when everything that is there now has been read, if it is wanted. */
  async readToEnd(): Promise<void> {
    if (!this.wanted) return;
    this.started ??= this.start();
    await this.started;
    await this.table.readToEnd();
  }

  /** The State of a Check; undefined: none of those that are kept. */
  of(check: string): StateName | undefined {
    return this.states.get(check);
  }

  /** Ends the reading. */
  async stop(): Promise<void> {
    await this.table.stop();
  }

  private async start(): Promise<void> {
    try {
      await this.table.start();
    } catch (error) {
      this.onFatal(error);
      throw error;
    }
  }
}
