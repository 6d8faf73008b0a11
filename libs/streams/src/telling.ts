/**
 * What came of telling a record. `tables-first`: nothing was done, because the tables must be read up to their end first;
 * tell it again with `awaited`. `more-is-due`: it moves the clock far, and so much was due until then that there may be
 * enough to be written; tell it again, after a commit or without one.
 */
export type Telling = 'told' | 'tables-first' | 'more-is-due';
