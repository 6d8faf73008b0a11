import type { AlertStatus, CheckConfiguration, Metrics, StateName } from '@panto/model';
import type { Resource } from '@panto/resource';

/** Something that happens to the Checks of a story, at a moment of the clock of arrivals (ms). */
export type Happening =
  /** A Result arrives. */
  | {
      readonly kind: 'result';
      readonly at: number;
      readonly check: string;
      /** When the Probe ran, ms. */
      readonly timestamp: number;
      readonly metrics: Metrics;
      readonly error: string | null;
    }
  /** A Check is configured or reconfigured. */
  | {
      readonly kind: 'configure';
      readonly at: number;
      readonly check: string;
      readonly configuration: CheckConfiguration;
      readonly resource: Resource<'Check'>;
    }
  /** A Check is removed. */
  | { readonly kind: 'remove'; readonly at: number; readonly check: string }
  /** Only time passes. */
  | { readonly kind: 'time'; readonly at: number };

/** How often, where and why something is expected; whatever is left out may be anything. */
interface Detail {
  /** UUID of the Check; undefined: any. */
  readonly check: string | undefined;
  /** Timestamp, ms. */
  readonly at?: number;
  /** Each text occurs in one of the reasons. */
  readonly because: readonly string[];
  readonly times: number;
  /** The expectation as written in the story, for people. */
  readonly text: string;
  readonly line: number;
}

/** Reasons why a Result makes no record of its own. */
export const noteReasons = ['duplicate', 'late', 'unassigned', 'clock-ahead'] as const;

/** Why a Result made no State. */
export type NoteReason = (typeof noteReasons)[number];

/** An output that a story expects. */
export type Expectation = Detail &
  (
    | { readonly kind: 'nothing' }
    | { readonly kind: 'note'; readonly reason: NoteReason }
    | {
        readonly kind: 'state';
        readonly state: StateName;
        readonly was?: StateName;
        /** It repeats: the State before was the same. */
        readonly again: boolean;
        readonly occurrences?: number;
        /** Decided late. */
        readonly late: boolean;
      }
    | {
        readonly kind: 'alert';
        readonly rule: string;
        readonly status: AlertStatus;
        readonly state: StateName;
        /** 1 for the first episode of the rule in this story, then 2, 3 ... */
        readonly episode?: number;
      }
  );

/** One line of the clock: what happens, and the outputs until the next line about the same Check. */
export interface Entry {
  /** Line of the file, from 1. */
  readonly line: number;
  /** The happening as written. */
  readonly text: string;
  /** The Check it is about; undefined: all of them. */
  readonly check: string | undefined;
  /** In order of time; never empty. */
  readonly happenings: readonly Happening[];
  /** Empty: it claims nothing. */
  readonly expectations: readonly Expectation[];
}

/** A story: Checks, what happens to them, and the expected outputs. */
export interface Story {
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** The moment +0s, ms. */
  readonly start: number;
  /** Names of the Checks by UUID. */
  readonly names: ReadonlyMap<string, string>;
  readonly entries: readonly Entry[];
}

/** A happening and the index of its entry. */
export interface Placed {
  readonly happening: Happening;
  readonly entry: number;
}

/** All happenings of a story in the order of the clock; at the same moment, in the order of the lines. */
export function happeningsOf({ entries }: Story): readonly Placed[] {
  const all = entries.flatMap(({ happenings }, entry) =>
    happenings.map((happening) => ({ happening, entry })),
  );
  return all.sort((a, b) => a.happening.at - b.happening.at);
}

/** The last moment of a story, ms. */
export function endOf({ entries, start }: Story): number {
  return entries.reduce((end, { happenings }) => Math.max(end, happenings.at(-1)?.at ?? end), start);
}
