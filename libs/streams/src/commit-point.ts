/**
 * The instants in the life of a task at which a process can die: between any two steps of opening, restoring and
 * committing. Fault runs end the process at each of them.
 */
export const commitPoints = [
  /** The writer is not open yet: the previous owner of the task may still be working. */
  'opening',
  /** All others are fenced. */
  'opened',
  /** The memory is as it was committed. */
  'restored',
  /** The folds have processed records; nothing of it is written. */
  'told',
  /** The transaction has begun. */
  'begun',
  /** The records for one partition of one topic are written; passed once per partition and topic. */
  'appended',
  /** The offsets are with the coordinator of the group. */
  'offsets-sent',
  /** The transaction is committed; this process does not know it yet. */
  'ended',
  /** The task has noted the commit. */
  'committed',
] as const;

/** One of these instants. */
export type CommitPoint = (typeof commitPoints)[number];

/** Called at every instant, and awaited. */
export type CommitPointHook = (point: CommitPoint) => void | Promise<void>;
