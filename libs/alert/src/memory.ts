import type { CheckConfiguration, State, StateName } from '@panto/model';

/** An open episode of a rule: from its first firing Alert to the resolved one. */
export interface Episode {
  readonly id: string;
  readonly kind: 'change' | 'recurrence' | 'flap';
  /** Timestamp of its first Alert, ms. */
  readonly opened: number;
  /** Number of Alerts so far. */
  readonly sequence: number;
  /** The State that its last Alert reported. */
  readonly told: StateName;
}

/** Where the episodes of a rule began so far. */
export interface Beginnings {
  /** Timestamp of the newest one, ms. */
  readonly newest: number;
  /** Number of episodes that began no later than an earlier one; old States out of a spool cause them. */
  readonly behind: number;
}

/** What inputs have changed. */
export interface Seen {
  readonly configuration: CheckConfiguration | null;
  /** The newest State record handled. */
  readonly state: State | null;
  /** The one before it: the State in force when a flap ended before the newest one came. */
  readonly before: State | null;
  /** When the problem began that the newest State record belongs to or has ended, ms; null: unknown. */
  readonly problemSince: number | null;
  /** The same for the record before it. */
  readonly problemBefore: number | null;
  /** Timestamps of the changes of State, in order of time; only those that a flap rule may still count. */
  readonly changes: readonly number[];
  /** Whether the newest State record added a change. */
  readonly changed: boolean;
  /** Whether the Check has ever moved; a first move to OK is no change. */
  readonly moved: boolean;
  /** Moves to CRITICAL seen within the flap that is on, by flap rule. */
  readonly criticalMoves: Readonly<Record<string, number>>;
}

/** Everything remembered of a Check. */
export interface AlertMemory {
  readonly seen: Seen;
  /** What was said: the open episodes by rule name. */
  readonly episodes: Readonly<Record<string, Episode>>;
  /** By rule name: keeps the ids of episodes that begin at the same timestamp apart. */
  readonly beginnings: Readonly<Record<string, Beginnings>>;
}

/** The memory of a Check about which nothing is known. */
export const blank: AlertMemory = {
  seen: {
    configuration: null,
    state: null,
    before: null,
    problemSince: null,
    problemBefore: null,
    changes: [],
    changed: false,
    moved: false,
    criticalMoves: {},
  },
  episodes: {},
  beginnings: {},
};

/** The own entry of a rule: a rule may be called `constructor`. */
export function ownOf<T>(entries: Readonly<Record<string, T>>, rule: string): T | undefined {
  return Object.hasOwn(entries, rule) ? entries[rule] : undefined;
}
