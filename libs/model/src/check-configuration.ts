import type { StateName } from './generated/types';

/**
 * Operators of conditions: the first six for numbers; eq ne match notmatch for strings; eq ne for booleans.
 */
export type Operator = 'lt' | 'le' | 'eq' | 'ne' | 'ge' | 'gt' | 'match' | 'notmatch';

/** The operand of a condition; whole numbers beyond 2^53 are bigint. */
export type Operand = number | bigint | string | boolean;

/** Fields common to the conditions of all three algorithms. */
interface ConditionBase {
  readonly field: string;
  readonly operator: Operator;
  /** Text that replaces the generated sentence in reasons. */
  readonly reason?: string;
}

/** Compares the present value of a field with a limit. */
export interface ThresholdCondition extends ConditionBase {
  readonly value: Operand;
  /** Once true, the condition stays true until it is false with this in place of value. */
  readonly recover?: number | bigint;
}

/** Compares the slope of the last values of a field with a limit. */
export interface TrendCondition extends ConditionBase {
  /** How many values, 2 or more. */
  readonly last: number;
  readonly per: 'second' | 'minute' | 'hour' | 'occurrence';
  /** A value lower than its predecessor is a reset of a counter. */
  readonly counter: boolean;
  readonly value: number | bigint;
  readonly recover?: number | bigint;
}

/** Compares the present value of a field with an earlier one. */
export interface HistoryCondition extends ConditionBase {
  /** How long ago, ms. */
  readonly ago: number;
  /** Maximum distance of the sample from that moment, ms. */
  readonly tolerance: number;
  readonly compare: 'difference' | 'ratio' | 'change' | 'same';
  /** The limit; absent with compare same. */
  readonly value?: number | bigint;
  readonly recover?: number | bigint;
}

/** The States that an entry of a rule can give. */
export type EntryState = Extract<StateName, 'WARNING' | 'CRITICAL'>;

/** One entry of a state rule: the State it gives when its conditions match. */
export interface RuleEntry<Condition> {
  readonly state: EntryState;
  readonly match: 'all' | 'any';
  readonly conditions: readonly Condition[];
}

/** A state rule: one of three algorithms, with entries for critical and warning. */
export type StateRule =
  | {
      readonly name: string;
      readonly type: 'threshold';
      readonly states: readonly RuleEntry<ThresholdCondition>[];
    }
  | { readonly name: string; readonly type: 'trend'; readonly states: readonly RuleEntry<TrendCondition>[] }
  | {
      readonly name: string;
      readonly type: 'history';
      readonly states: readonly RuleEntry<HistoryCondition>[];
    };

/** Fires on a change of State. */
export interface ChangeRule {
  readonly name: string;
  readonly type: 'change';
  readonly onlyWorse: boolean;
}

/** Fires when a problem lasts. */
export interface RecurrenceRule {
  readonly name: string;
  readonly type: 'recurrence';
  readonly moreThan: number;
  readonly repeatEvery?: number;
  readonly counts: 'not-ok' | 'same-state';
}

/** Fires when the State changes too often. */
export interface FlapRule {
  readonly name: string;
  readonly type: 'flap';
  readonly moreThan: number;
  /** Length of the window, ms. */
  readonly within: number;
  /** The flap ends when this many changes or fewer are left in the window. */
  readonly settle: number;
  readonly holdChanges: boolean;
}

/** A rule that derives Alerts from States. */
export type AlertRule = ChangeRule | RecurrenceRule | FlapRule;

/** Number of consecutive evaluations a change of State needs; 1 is immediate. */
export interface Confirmation {
  readonly worse: number;
  readonly better: number;
  readonly error: number;
}

/**
 * Everything the folds need to know of a Check, and nothing else: a process may hold a million of them.
 * Defaults are filled in, durations are ms.
 */
export interface CheckConfiguration {
  readonly id: string;
  /** UUID of the Target; null when unknown (simulation of a Check without a Target). */
  readonly target: string | null;
  readonly version: number;
  /** When the Check was first configured, ms. */
  readonly createdAt: number;
  readonly missingAfter: number;
  readonly confirm: Confirmation;
  readonly states: readonly StateRule[];
  readonly alerts: readonly AlertRule[];
}
