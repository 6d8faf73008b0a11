/** How far ahead of its arrival the timestamp of a Result may be, ms (contract, 3.2). */
export const clockAheadLimit = 5 * 60_000;

/** When a line arrives, and whether it is accepted. */
export interface Arrival {
  readonly arrival: number;
  /** True: its timestamp is too far ahead of its arrival; it is dead-lettered. */
  readonly clockAhead: boolean;
}

/**
 * The clock of arrivals of recorded Results (contract, 7): a line arrives at its own `arrival` if it has one, else at
 * the newest timestamp among it and the lines before it, excluding dead-lettered ones; and never before the line above
 * it.
 */
export class ArrivalClock {
  private newest = -Infinity;
  private last = -Infinity;

  constructor(private readonly ahead: number = clockAheadLimit) {}

  /** The arrival of the next line. */
  next(timestamp: number, given?: number): Arrival {
    const arrival = Math.max(given ?? Math.max(this.newest, timestamp), this.last);
    const clockAhead = timestamp - arrival > this.ahead;
    this.last = arrival;
    if (!clockAhead) this.newest = Math.max(this.newest, timestamp);
    return { arrival, clockAhead };
  }
}
