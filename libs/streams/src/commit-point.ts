/**
 * The instants of the life of a task at which a process can die: between any two steps of opening, restoring and
 * committing. A run of faults ends the process at each of them.
 */
export const commitPoints = [
  /** The writer is not yet opened: whoever had the task before may still be at it. */
  'opening',
  /** Everybody else is fenced. */
  'opened',
  /** The memory is as it was committed. */
  'restored',
  /** Records were told to the folds; nothing of it is written. */
  'told',
  /** The transaction has begun. */
  'begun',
  /** The records for one partition of one topic are written; passed once for each of them. */
  'appended',
  /** The offsets are with the coordinator of the group. */
  'offsets-sent',
  /** The transaction is committed; nobody here knows it yet. */
  'ended',
  /** The task has taken note of it. */
  'committed',
] as const;

/** One of these instants. */
export type CommitPoint = (typeof commitPoints)[number];

/** Told at every instant, and waited for. */
export type Passing = (point: CommitPoint) => void | Promise<void>;
