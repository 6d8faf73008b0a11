/** Partitions that a transaction writes to. */
export type Part = 'out' | 'snap' | 'offsets';

/** Every part. */
export const parts: readonly Part[] = ['out', 'snap', 'offsets'];

/** A request to the broker: a part of a transaction, or its end. */
export type Kind = Part | 'end' | 'abort';

/** A record in a partition, written by a producer in a transaction. */
export interface Entry {
  /** Transactional id, as an index. */
  readonly id: number;
  readonly epoch: number;
  readonly status: 'open' | 'committed' | 'aborted';
  /**
   * Outputs: the memory after the record they are about. Snapshots: the memory; empty if only the position is written.
   */
  readonly memory: string;
  /** Snapshots: offset up to which the memory has read, and where the stage stands. */
  readonly position: number;
}

/** What the coordinator knows of a transactional id. */
export interface Coordinator {
  readonly epoch: number;
  readonly state: 'empty' | 'ongoing' | 'committing' | 'aborting' | 'committed';
  /** Parts in the transaction. */
  readonly added: readonly Part[];
  /** Parts that have no end marker yet. */
  readonly unmarked: readonly Part[];
  /** Epoch of the markers. */
  readonly markerEpoch: number;
  /** Version 2: epoch of the transaction committed last, whose end may be sent again; -1: none. */
  readonly ended: number;
  /** Offset that waits for the end of the transaction; -1: none. */
  readonly pendingOffset: number;
}

/** A request that is on its way to the broker. */
export interface Message {
  /** The process that waits for the response; -1: none any more. */
  readonly process: number;
  readonly id: number;
  readonly epoch: number;
  readonly kind: Kind;
  readonly entries: readonly Entry[];
  readonly offset: number;
  /**
   * It belongs to a commit that its task has abandoned, and is sent only when all parts of its transaction are
   * answered.
   */
  readonly last: boolean;
}

/** Records given to the fold, and what to write about them. */
export interface Batch {
  readonly outputs: readonly string[];
  /** The memory after it. */
  readonly memory: string;
  /** Whether the memory is written: it must be if there are outputs. */
  readonly snapshot: boolean;
  readonly position: number;
}

/** Where a process is in the life of a task. */
export type At =
  | 'off'
  /** It believes that it owns the task, and is about to open the writer. */
  | 'starting'
  | 'opened'
  | 'offsets-read'
  | 'restored'
  /** The parts of its transaction are on their way. */
  | 'writing'
  /** The end of its transaction is on its way. */
  | 'ending'
  /** About to write its snapshot outside the transaction (a mistake). */
  | 'before'
  /** About to write its offset outside the transaction (a mistake). */
  | 'after'
  /** About to abort, because it keeps its writer (a mistake). */
  | 'abort';

/** A process, and the task in it. */
export interface Process {
  readonly at: At;
  /** Its requests that have no response yet. */
  readonly unanswered: readonly Kind[];
  readonly epoch: number;
  /** The memory and where it stands; in a process that is off: what it has read as a standby. */
  readonly memory: string;
  readonly position: number;
  /** Offset up to which the memory is in the snapshots. */
  readonly covered: number;
  /** Committed offset as it was read; -1: not read. */
  readonly offset: number;
  readonly batch: Batch | null;
  readonly ahead: Batch | null;
  /** Snapshots that were read too early, and wait for the writer (a mistake). */
  readonly early: Pick<Process, 'memory' | 'position' | 'covered' | 'echo'> | null;
  /** Outputs of the replay that are published again (a mistake). */
  readonly echo: readonly string[];
}

/** How often something may still go wrong; Infinity: any number of times. */
export interface Budget {
  /** Processes that are killed or give up, which is the same: memory and writer are gone. */
  readonly deaths: number;
  /** The group assigns the task to the other process. Neither of them learns of it at once. */
  readonly moves: number;
  /** The broker aborts a transaction that takes too long. */
  readonly timeouts: number;
  /** A request whose response was lost is sent again by the same writer. */
  readonly repeats: number;
}

/** The whole state of the model. */
export interface World {
  readonly out: readonly Entry[];
  readonly snap: readonly Entry[];
  /** Committed offset of the group. */
  readonly offset: number;
  /** Newest epoch that the leader of each part has seen, by id. */
  readonly seen: readonly Readonly<Record<Part, number>>[];
  readonly ids: readonly Coordinator[];
  readonly wire: readonly Message[];
  /** The process to which the group assigns the task. */
  readonly owner: number;
  readonly processes: readonly Process[];
  readonly budget: Budget;
  /** What the step that led here found wrong. */
  readonly wrong: string | undefined;
}

/** A process in which nothing runs. */
export const off: Process = {
  at: 'off',
  unanswered: [],
  epoch: 0,
  memory: '',
  position: 0,
  covered: 0,
  offset: -1,
  batch: null,
  ahead: null,
  early: null,
  echo: [],
};

/** The world at the beginning. */
export function firstWorld(budget: Budget, ids: number): World {
  const coordinator: Coordinator = {
    epoch: 0,
    state: 'empty',
    added: [],
    unmarked: [],
    markerEpoch: 0,
    ended: -1,
    pendingOffset: -1,
  };
  return {
    out: [],
    snap: [],
    offset: 0,
    seen: Array.from({ length: ids }, () => ({ out: 0, snap: 0, offsets: 0 })),
    ids: Array.from({ length: ids }, () => coordinator),
    wire: [],
    owner: 0,
    processes: [off, off],
    budget,
    wrong: undefined,
  };
}

/** Records visible to a reader of committed data: those before the first whose transaction is open. */
export function committedOf(entries: readonly Entry[]): readonly Entry[] {
  const open = entries.findIndex(({ status }) => status === 'open');
  const readable = open < 0 ? entries : entries.slice(0, open);
  return readable.filter(({ status }) => status === 'committed');
}

/** The world after one more failure; undefined: no more are allowed. */
export function spend(world: World, kind: keyof Budget): World | undefined {
  const left = world.budget[kind];
  if (left === Infinity) return world;
  return left === 0 ? undefined : { ...world, budget: { ...world.budget, [kind]: left - 1 } };
}

/** A list with one item changed. */
export function changed<Item>(list: readonly Item[], index: number, change: Partial<Item>): readonly Item[] {
  return list.map((item, at) => (at === index ? { ...item, ...change } : item));
}

/** What is known of a transactional id. */
export function coordinatorOf(world: World, id: number): Coordinator {
  const found = world.ids[id];
  if (found === undefined) throw new Error(`there is no transactional id ${id}`);
  return found;
}

/** Whether no transaction is in progress. */
export function isIdle({ state }: Coordinator): boolean {
  return state === 'empty' || state === 'committed';
}
