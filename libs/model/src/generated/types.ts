// Generated from schemas/*.avsc by tools/bin/generate.mjs; do not edit.

/** What an alert rule says about the series of States of a Check. The record key is the UUID of the Check. */
export interface Alert {
  /** Name-based UUID of the episode and the sequence number. */
  readonly id: string;
  /** Name-based UUID of check, rule and the timestamp of the first Alert of the episode. */
  readonly episode: string;
  /** 1 for the Alert that opened the episode, then 2, 3 ... */
  readonly sequence: number;
  /** UUID of the Check. */
  readonly check: string;
  /** UUID of the Target. */
  readonly target: null | string;
  /** Name of the alert rule. */
  readonly rule: string;
  /** Algorithm of the alert rule. */
  readonly kind: AlertKind;
  /** Whether the problem is on or over. */
  readonly status: AlertStatus;
  /** The State that this Alert tells. */
  readonly state: StateName;
  /** Timestamp of the State that caused it; of the end of a flap: the end. */
  readonly timestamp: number;
  /** The clock of arrivals when this was decided. */
  readonly arrival: number;
  /** Timestamp of the first Alert of the episode. */
  readonly opened: number;
  /** Reasons of the State that caused it. */
  readonly reasons: readonly Reason[];
  /** Why the rule fired or resolved, as a sentence. */
  readonly text: string;
  /** The State record that caused it. */
  readonly cause: null | State;
  /** Version of the configuration of the Check that was in force. */
  readonly version: number;
}

/** Algorithm of the alert rule. */
export type AlertKind = 'change' | 'recurrence' | 'flap';
/** Every AlertKind, in the order of the schema. */
export const alertKindValues = ['change', 'recurrence', 'flap'] as const satisfies readonly AlertKind[];

/** Whether the problem is on or over. */
export type AlertStatus = 'firing' | 'resolved';
/** Every AlertStatus, in the order of the schema. */
export const alertStatusValues = ['firing', 'resolved'] as const satisfies readonly AlertStatus[];

/** One Probe set up for one Target on one Agent, as the Server resolved it. The record key is the UUID of the Check; a null value deletes it. */
export interface Check {
  /** UUID of the Check. */
  readonly id: string;
  /** Name of the Check. */
  readonly name: string;
  /** Labels of the Check. */
  readonly labels: Readonly<Record<string, string>>;
  /** Grows by one at every change of this Check. */
  readonly version: number;
  /** When the Check was first configured. */
  readonly createdAt: number;
  /** When this version was applied. */
  readonly updatedAt: number;
  /** UUID of the Target. */
  readonly target: string;
  /** UUID of the Agent that runs it; null when outside producers feed it. */
  readonly agent: null | string;
  /** The spec of the resource as JSON, as a person applied it. */
  readonly spec: string;
}

/** Output of one execution of a Check. The record key is the UUID of the Check as a lower-case string. Only timestamp is required; a metric name stands in one map only. */
export interface Result {
  /** When the Probe ran, in ms since 1970-01-01 UTC. */
  readonly timestamp: number;
  /** Metrics that are whole numbers. */
  readonly ints: Readonly<Record<string, number | bigint>>;
  /** Metrics that are floating-point numbers. */
  readonly floats: Readonly<Record<string, number>>;
  /** Metrics that are text. */
  readonly strings: Readonly<Record<string, string>>;
  /** Metrics that are true or false. */
  readonly bools: Readonly<Record<string, boolean>>;
  /** Why the Probe could not run; null when it ran. */
  readonly error: null | string;
  /** UUID of the Agent that ran the Probe; null for outside producers. */
  readonly agent: null | string;
}

/** Classification of a Check, published on every change and on every occurrence that is not OK. The record key is the UUID of the Check. */
export interface State {
  /** UUID of the Check. */
  readonly check: string;
  /** UUID of the Target. */
  readonly target: null | string;
  /** The State after this evaluation. */
  readonly state: StateName;
  /** The State before this evaluation: the same where it repeats. */
  readonly previous: StateName;
  /** Timestamp of the deciding Result; of Missing Data: the deadline. */
  readonly timestamp: number;
  /** The clock of arrivals when this was decided; of Missing Data: the deadline. */
  readonly arrival: number;
  /** Timestamp of the first of the consecutive evaluations in this State. */
  readonly since: number;
  /** Consecutive evaluations in this State, this one included. */
  readonly occurrences: number;
  /** Consecutive evaluations that were not OK, this one included. */
  readonly problemOccurrences: number;
  /** Why. */
  readonly reasons: readonly Reason[];
  /** Version of the configuration of the Check that was in force. */
  readonly version: number;
  /** True when the deciding Result arrived more than missingAfter after its timestamp. */
  readonly late: boolean;
}

/** Classification of a Check. */
export type StateName = 'UNKNOWN' | 'OK' | 'WARNING' | 'CRITICAL' | 'MISSING_DATA' | 'ERROR';
/** Every StateName, in the order of the schema. */
export const stateNameValues = ['UNKNOWN', 'OK', 'WARNING', 'CRITICAL', 'MISSING_DATA', 'ERROR'] as const satisfies readonly StateName[];

/** Why a State was decided: one condition that matched or could not be told. */
export interface Reason {
  /** Name of the state rule; empty for reasons that no rule gives. */
  readonly rule: string;
  /** What kind of reason this is. */
  readonly kind: ReasonKind;
  /** The metric that was looked at. */
  readonly field: null | string;
  /** The present value (for trend: the slope; for history: the value compared). Whole numbers above 2^53 are strings. */
  readonly value: null | number | string | boolean;
  /** What it was compared with besides the operand: the earlier sample of a history rule. */
  readonly reference: null | number | string | boolean;
  /** The operator of the condition. */
  readonly operator: null | string;
  /** The limit in force: value, or recover while the condition is latched. */
  readonly operand: null | number | string | boolean;
  /** The reason as a sentence. */
  readonly text: string;
}

/** What kind of reason this is. */
export type ReasonKind = 'MATCHED' | 'UNDETERMINED' | 'ERROR' | 'MISSING_DATA' | 'CONFIRMING' | 'OTHER';
/** Every ReasonKind, in the order of the schema. */
export const reasonKindValues = ['MATCHED', 'UNDETERMINED', 'ERROR', 'MISSING_DATA', 'CONFIRMING', 'OTHER'] as const satisfies readonly ReasonKind[];
