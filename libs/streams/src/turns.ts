import { setImmediate as turn } from 'node:timers/promises';

/**
 * How long a fold runs before everything else in the process gets its turn, ms. With a fifth of this, folding long
 * histories took a fifth more CPU time beside a busy broker.
 */
const defaultLongest = 100;

/**
 * Shares the event loop of a process. One task folds at a time, for the length of a transaction, because several
 * half-finished ones are memory that every GC copies. In between the rest of the process gets its turns (responses of
 * brokers, heartbeats, the transactions of other tasks): folding is not I/O, and would block the event loop until it is
 * done.
 */
export class Turns {
  private folding = 0;
  private steps = 0;
  private since = performance.now();

  constructor(private readonly longest = defaultLongest) {}

  /**
   * Runs work when no other work is running, or when the running one makes no progress because it waits for something.
   */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let seen = -1; this.folding > 0 && this.steps !== seen;) {
      seen = this.steps;
      await turn();
    }
    this.folding += 1;
    try {
      return await work();
    } finally {
      this.folding -= 1;
    }
  }

  /**
   * Call at every step of the work: resolves at once, or after the rest of the process had its turn if the work has run
   * for long.
   */
  async pass(): Promise<void> {
    this.steps += 1;
    if (performance.now() - this.since < this.longest) return;
    await turn();
    this.since = performance.now();
  }
}
