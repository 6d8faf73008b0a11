import type { CheckConfiguration, StateName } from '@panto/model';
import { noPast, type Past } from './past';

/** What inputs have changed. */
export interface Seen {
  readonly configuration: CheckConfiguration | null;
  /** Newest timestamp handled (T of the contract), ms. */
  readonly newest: number | null;
  /** Last arrival of any result, ms. */
  readonly arrival: number | null;
  readonly past: Past;
  readonly latches: readonly boolean[];
  /** What the last evaluations were worth, newest last; as many as confirmation needs. */
  readonly recent: readonly StateName[];
}

/** What the last State record said; it can be rebuilt from that record alone. */
export interface Said {
  readonly state: StateName;
  readonly since: number;
  readonly occurrences: number;
  readonly problemOccurrences: number;
  /** The deadline that the last record reported as missed; null when it reported something else. */
  readonly missed: number | null;
}

/** Everything remembered of a Check. */
export interface CheckMemory {
  readonly seen: Seen;
  readonly said: Said | null;
}

/** The memory of a Check about which nothing is known. */
export const blank: CheckMemory = {
  seen: { configuration: null, newest: null, arrival: null, past: noPast, latches: [], recent: [] },
  said: null,
};

/** The next Missing Data deadline, ms; undefined without a configuration. */
export function deadlineOf({ seen, said }: CheckMemory): number | undefined {
  if (seen.configuration === null) return undefined;
  const heard = seen.arrival ?? seen.configuration.createdAt;
  return Math.max(heard, said?.missed ?? -Infinity) + seen.configuration.missingAfter;
}
