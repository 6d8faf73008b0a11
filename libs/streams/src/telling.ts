/**
 * The outcome of passing a record to a fold. `tables-first`: nothing was done, because the tables must be read to their
 * end first; pass it again with `awaited`. `more-is-due`: it advances the clock far, and so many timers were due that
 * there may be enough to write; pass it again, with or without a commit in between.
 */
export type Telling = 'told' | 'tables-first' | 'more-is-due';
