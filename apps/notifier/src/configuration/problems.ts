import type { StateName } from '@panto/model';
import type { LogRecord } from '@panto/streams';
import { Table, type TableOptions } from './table';

/** Options for reading the States. */
export interface ProblemsOptions extends Omit<TableOptions<StateName>, 'values' | 'read'> {
  /** The State in a record; undefined: it is unusable. */
  readonly read: (record: LogRecord) => StateName | undefined;
  /** The States to keep. */
  readonly states: readonly StateName[];
}

/**
 * The Checks that are in one of some States, read from the topic of States; healthy Checks take no memory.
 * The topic is read on demand only: it has all States of a week, which nobody needs if no Target depends on
 * another.
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

  /** Whether the topic is to be read. */
  get wanted(): boolean {
    return this.isWanted;
  }

  /** Requests that the topic be read from now on. */
  want(): void {
    this.isWanted = true;
  }

  /** If wanted, resolves once everything that exists now has been read. */
  async readToEnd(): Promise<void> {
    if (!this.wanted) return;
    this.started ??= this.start();
    await this.started;
    await this.table.readToEnd();
  }

  /** The State of a Check; undefined: not one of those kept. */
  of(check: string): StateName | undefined {
    return this.states.get(check);
  }

  /** Stops reading. */
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
