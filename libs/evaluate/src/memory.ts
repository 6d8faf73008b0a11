import type { CheckConfiguration, StateName } from '@panto/model';
import type { Evaluation } from './evaluation';
import { noPast, type Past } from './past';

/** What became of the newest input, for `decide` to publish. */
export type Latest =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unassigned' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'late' }
  | {
      readonly kind: 'evaluated';
      readonly timestamp: number;
      readonly arrival: number;
      /** The text of the error, or what the rules said. */
      readonly outcome: { readonly error: string } | { readonly evaluation: Evaluation };
    };

/** What inputs changed. */
export interface Seen {
  readonly configuration: CheckConfiguration | null;
  /** Newest timestamp handled (T of the contract), ms. */
  readonly newest: number | null;
  /** Last arrival of any result, ms. */
  readonly arrival: number | null;
  readonly past: Past;
  readonly latches: readonly boolean[];
  /** What the last evaluations were worth, the newest last; as many as confirmation needs. */
  readonly recent: readonly StateName[];
}

/** What the last State record said; from it alone this is known again. */
export interface Said {
  readonly state: StateName;
  readonly since: number;
  readonly occurrences: number;
  readonly problemOccurrences: number;
  /** The deadline that the last record told to be missed; null when it told something else. */
  readonly missed: number | null;
}

/** Everything remembered of a Check. */
export interface CheckMemory {
  readonly seen: Seen;
  readonly said: Said | null;
  /** Of the newest input only; not part of what is kept. */
  readonly latest: Latest;
}

/** Nothing to decide about. */
export const nothing: Latest = { kind: 'nothing' };

/** The memory of a Check of which nothing is known. */
export const blank: CheckMemory = {
  seen: { configuration: null, newest: null, arrival: null, past: noPast, latches: [], recent: [] },
  said: null,
  latest: nothing,
};

/** The next deadline for Missing Data, ms; undefined without a configuration. */
export function deadlineOf({ seen, said }: CheckMemory): number | undefined {
  if (seen.configuration === null) return undefined;
  const heard = seen.arrival ?? seen.configuration.createdAt;
  return Math.max(heard, said?.missed ?? -Infinity) + seen.configuration.missingAfter;
}

/** The memory as it is kept: without what only the next decision needs. */
export function withoutLatest(memory: CheckMemory): CheckMemory {
  return memory.latest === nothing ? memory : { ...memory, latest: nothing };
}
