import type { CheckConfiguration, State, StateName } from '@panto/model';

/** An open episode of a rule: from its first firing Alert to the resolved one. */
export interface Episode {
  readonly id: string;
  readonly kind: 'change' | 'recurrence' | 'flap';
  /** Timestamp of its first Alert, ms. */
  readonly opened: number;
  /** How many Alerts it has had. */
  readonly sequence: number;
  /** The State that its last Alert told. */
  readonly told: StateName;
}

/** The beginnings of the episodes of a rule so far. */
export interface Beginnings {
  /** Timestamp of the newest, ms. */
  readonly newest: number;
  /** How many episodes began no later than one before them: old news out of a spool makes such. */
  readonly behind: number;
}

/** What inputs changed. */
export interface Seen {
  readonly configuration: CheckConfiguration | null;
  /** The newest State record handled. */
  readonly state: State | null;
  /** The one before it: what stood when a flap ended before the newest came. */
  readonly before: State | null;
  /** When the problem began that the newest State record belongs to or has ended, ms; null: that is not known. */
  readonly problemSince: number | null;
  /** The same of the record before it. */
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
  /** What was said: the open episodes by name of the rule. */
  readonly episodes: Readonly<Record<string, Episode>>;
  /** By name of the rule: keeps the ids of episodes apart that begin at one timestamp. */
  readonly beginnings: Readonly<Record<string, Beginnings>>;
}

/** The memory of a Check of which nothing is known. */
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

/** The entry of a rule; a rule may be called `constructor`. */
export function ownOf<T>(entries: Readonly<Record<string, T>>, rule: string): T | undefined {
  return Object.hasOwn(entries, rule) ? entries[rule] : undefined;
}
