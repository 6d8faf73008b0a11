import { setImmediate as turn } from 'node:timers/promises';

/**
 * So long whoever folds goes on before everything else in the process has its turn, ms. A fifth of it, and folding long
 * histories took a fifth more processor time beside a busy broker.
 */
const defaultLongest = 100;

/**
 * Shares the thread of a process. Of its tasks one folds at a time, what one transaction takes, for several that are
 * half finished are memory that every collection copies. And in between the rest of the process has its turns (answers
 * of brokers, heartbeats, the transactions of other tasks): to fold what waits is no I/O, and would let nobody else do
 * anything until it is done.
 */
export class Turns {
  private folding = 0;
  private steps = 0;
  private since = performance.now();

  constructor(private readonly longest = defaultLongest) {}

  /** Does work when nobody else is at it, or whoever is gets no further: he waits for something. */
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

  /** To be called at every step of the work: resolves at once, or after the turns of the rest when it has gone on for long. */
  async pass(): Promise<void> {
    this.steps += 1;
    if (performance.now() - this.since < this.longest) return;
    await turn();
    this.since = performance.now();
  }
}
