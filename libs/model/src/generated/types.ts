// Generated from schemas/*.avsc by tools/bin/generate.mjs; do not edit.

/** Somebody is working on the open problems of a Check. The record key is the UUID of the Check: the newest record replaces the previous one, a null value withdraws it. Its Kafka timestamp determines which episodes had begun. */
export interface Acknowledgement {
  /** UUID of the acknowledgement. */
  readonly id: string;
  /** UUID of the Check. */
  readonly check: string;
  /** The acknowledged episodes; empty: all of the Check that had begun when it arrived. */
  readonly episodes: readonly string[];
  /** What is being done, in the words of the person who acknowledged. */
  readonly reason: string;
  /** Who acknowledged; empty if no name was given. */
  readonly author: string;
  /** When the Server received the request, by its clock. */
  readonly acknowledgedAt: number;
  /** From this moment on it has no effect; null: it lasts as long as the problem. */
  readonly until: null | number;
  /** Whether it also withholds States worse than the Channel was told, and problems it was not told of at all. */
  readonly sticky: boolean;
}

/** A program that runs Probes. The record key is the UUID of the Agent; a null value deletes it. */
export interface Agent {
  /** UUID of the Agent. */
  readonly id: string;
  /** Name of the Agent. */
  readonly name: string;
  /** Labels of the Agent. */
  readonly labels: Readonly<Record<string, string>>;
  /** Increases by one with every change of this Agent. */
  readonly version: number;
  /** When the Agent was first configured. */
  readonly createdAt: number;
  /** When this version was applied. */
  readonly updatedAt: number;
  /** Host it runs on, as reported when it registered; null before. */
  readonly host: null | string;
  /** Version of its software, as reported when it registered; null before. */
  readonly software: null | string;
  /** The spec of the resource as JSON, as a person applied it. */
  readonly spec: string;
}

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
  /** The State that this Alert reports. */
  readonly state: StateName;
  /** Timestamp of the State that caused it; for the end of a flap, the time of the end. */
  readonly timestamp: number;
  /** The clock of arrivals when this was decided. */
  readonly arrival: number;
  /** Timestamp of the first Alert of the episode. */
  readonly opened: number;
  /** Beginning of the problem that the State belongs to or has ended: timestamp of the first of the consecutive evaluations that were not OK; null if unknown. */
  readonly problemSince: null | number;
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

/** What the notifier that owns a partition remembers of a Channel across restarts. The record key is the UUID of the Channel; a null value: nothing. */
export interface ChannelMemory {
  /** UUID of the Channel. */
  readonly channel: string;
  /** The configuration with which the Channel asked not to be sent anything more (HTTP 410); null if it did not. */
  readonly disabled: null | ConfigurationMark;
  /** Messages of this partition that expired or became stale and have not been mentioned in a later message yet, oldest first. */
  readonly missed: readonly MissedMessage[];
}

/** Identifies one configuration of a resource: if it is deleted and applied again, the version restarts at 1, but the time differs. */
export interface ConfigurationMark {
  /** Version of the resource. */
  readonly version: number;
  /** When this version was applied. */
  readonly updatedAt: number;
}

/** A message that did not reach its Channel, in the form in which the next one mentions it. */
export interface MissedMessage {
  /** The send id. */
  readonly id: string;
  /** The message in one line. */
  readonly title: string;
  /** Timestamp of its Alert. */
  readonly timestamp: number;
}

/** Where Notifications go. The record key is the UUID of the Channel; a null value deletes it. */
export interface Channel {
  /** UUID of the Channel. */
  readonly id: string;
  /** Name of the Channel. */
  readonly name: string;
  /** Labels of the Channel. */
  readonly labels: Readonly<Record<string, string>>;
  /** Increases by one with every change of this Channel. */
  readonly version: number;
  /** When the Channel was first configured. */
  readonly createdAt: number;
  /** When this version was applied. */
  readonly updatedAt: number;
  /** The spec of the resource as JSON, as a person applied it. */
  readonly spec: string;
}

/** One Probe set up for one Target on one Agent, as the Server resolved it. The record key is the UUID of the Check; a null value deletes it. */
export interface Check {
  /** UUID of the Check. */
  readonly id: string;
  /** Name of the Check. */
  readonly name: string;
  /** Labels of the Check. */
  readonly labels: Readonly<Record<string, string>>;
  /** Increases by one with every change of this Check. */
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

/** The outcome of one attempt to send a Notification. The record key is the UUID of the Check. */
export interface Delivery {
  /** The send id of the Notification. */
  readonly notification: string;
  /** Episode of the Notification. */
  readonly episode: string;
  /** UUID of the Check. */
  readonly check: string;
  /** UUID of the Channel. */
  readonly channel: string;
  /** Version of the configuration of the Channel that was used; 0 if it was no longer configured. */
  readonly channelVersion: number;
  /** Type of the Channel: email, sms, webhook, pagerduty; empty if it was no longer configured. */
  readonly integration: string;
  /** 1 for the first attempt, then 2, 3 ...; for an end without an attempt, the number of attempts before it. */
  readonly attempt: number;
  /** The outcome; every one except retrying is final. */
  readonly outcome: DeliveryOutcome;
  /** Why it was not delivered; none if it was. */
  readonly reason: DeliveryReason;
  /** The response of the receiver, without secrets. */
  readonly detail: string;
  /** For Channels that send to each recipient separately: the recipients that already have it, as name-based UUIDs of the send id and the recipient. */
  readonly reached: readonly string[];
  /** When the next attempt is due; null if there is none. */
  readonly nextAttemptAt: null | number;
  /** When the attempt began. */
  readonly timestamp: number;
  /** How long the attempt took, ms. */
  readonly duration: number;
  /** The `resend` of the Notification that was attempted: 0 unless a person asked to send it again. */
  readonly resend: number;
}

/** delivered: it arrived. retrying: another attempt follows at nextAttemptAt. failed: it cannot be delivered. expired: it became too old. stale: it was superseded by a newer message about the same problem. */
export type DeliveryOutcome = 'delivered' | 'retrying' | 'failed' | 'expired' | 'stale' | 'other';
/** Every DeliveryOutcome, in the order of the schema. */
export const deliveryOutcomeValues = ['delivered', 'retrying', 'failed', 'expired', 'stale', 'other'] as const satisfies readonly DeliveryOutcome[];

/** Why it was not delivered; none if it was. */
export type DeliveryReason = 'none' | 'clientError' | 'authError' | 'rateLimited' | 'serverError' | 'redirected' | 'timeout' | 'network' | 'refused' | 'disabled' | 'misconfigured' | 'overflow' | 'interrupted' | 'other';
/** Every DeliveryReason, in the order of the schema. */
export const deliveryReasonValues = ['none', 'clientError', 'authError', 'rateLimited', 'serverError', 'redirected', 'timeout', 'network', 'refused', 'disabled', 'misconfigured', 'overflow', 'interrupted', 'other'] as const satisfies readonly DeliveryReason[];

/** Heartbeat of an Agent. The record key is the UUID of the Agent; the Kafka timestamp is its arrival. */
export interface Heartbeat {
  /** UUID of the Agent. */
  readonly agent: string;
  /** The Agent's clock when it was sent. */
  readonly timestamp: number;
  /** Name of the Agent. */
  readonly name: string;
  /** Host name of the machine it runs on. */
  readonly host: string;
  /** Version of the program. */
  readonly version: string;
  /** When it started. */
  readonly startedAt: number;
  /** Version of the configuration in force; null before the first. */
  readonly configuration: null | string;
  /** Number of Checks it runs. */
  readonly checks: number;
  /** Number of Results on its disk that have not been delivered yet. */
  readonly spooled: number;
  /** Number of Results lost since it started: the spool was full or could not be written. */
  readonly dropped: number;
  /** Its clock minus the Server's, ms, as measured at the last response; null if unknown. */
  readonly clock: null | number;
}

/** A decision about one Alert and one Channel: to send a message, or not to, and why. The record key is the UUID of the Check. */
export interface Notification {
  /** The send id, a name-based UUID of the Alert and the Channel (a different one if the message is sent, or decided again, after a Silence, an acknowledgement, a dependency or the wait for one has ended): the same for all attempts (webhook-id, Message-ID). */
  readonly id: string;
  /** Episode of the Alert: the key that ties all messages about one problem together (dedup_key, e-mail thread). */
  readonly episode: string;
  /** Id of the Alert. */
  readonly alert: string;
  /** Sequence number of the Alert in its episode. */
  readonly sequence: number;
  /** UUID of the Check. */
  readonly check: string;
  /** UUID of the Target. */
  readonly target: null | string;
  /** UUID of the Channel (its name if no such Channel is configured); null if no Route took the Alert. */
  readonly channel: null | string;
  /** UUID of the Route that chose the Channel; for a resolved Alert, the one that chose it last. */
  readonly route: null | string;
  /** Whether a message is to be sent. */
  readonly decision: NotificationDecision;
  /** The one reason of the decision. */
  readonly reason: NotificationReason;
  /** UUID of the Silence that withholds the message (silenced), or withheld it until now (silenceEnded). */
  readonly silence: null | string;
  /** Who acknowledged the problem, if that withholds the message (acknowledged) or did until now (acknowledgementEnded); empty if no name was given. */
  readonly acknowledgedBy: null | string;
  /** The dependency that was down, if that withholds the message (dependency) or did until now (dependencyEnded). */
  readonly dependency: null | Dependency;
  /** Name of the alert rule. */
  readonly rule: string;
  /** Algorithm of the alert rule. */
  readonly kind: AlertKind;
  /** Whether the problem is on or over. */
  readonly status: AlertStatus;
  /** The State that this Notification reports. */
  readonly state: StateName;
  /** The State that the Channel was told before in this episode; null if none. */
  readonly told: null | StateName;
  /** The message in one line of plain text. */
  readonly title: string;
  /** The message in full, plain text of one or more lines. */
  readonly text: string;
  /** Name of the Check; its UUID if it is not configured. */
  readonly checkName: string;
  /** Name of the Target. */
  readonly targetName: null | string;
  /** Labels of the Target and of the Check; the Check's win. */
  readonly labels: Readonly<Record<string, string>>;
  /** Reasons of the State that caused the Alert, with the present values. */
  readonly reasons: readonly Reason[];
  /** Timestamp of the first Alert of the episode. */
  readonly opened: number;
  /** How long the episode has lasted at this Alert; for a recurrence, how long the problem has lasted, if its beginning is known; ms. */
  readonly duration: number;
  /** Timestamp of the Alert. */
  readonly timestamp: number;
  /** The clock of arrivals when the Alert was decided; with silenceEnded, acknowledgementEnded, dependencyEnded, and if it was decided again: the time of that decision. */
  readonly arrival: number;
  /** Version of the configuration of the Check that was in force. */
  readonly version: number;
  /** How often a person has asked to send this message again, this record included: 0 for the original decision. The same id with another number starts a new series of attempts. */
  readonly resend: number;
}

/** Whether a message is to be sent. */
export type NotificationDecision = 'send' | 'withhold';
/** Every NotificationDecision, in the order of the schema. */
export const notificationDecisionValues = ['send', 'withhold'] as const satisfies readonly NotificationDecision[];

/** Why a message is to be sent (first, repeated, worsened, changed, resolved, silenceEnded, acknowledgementEnded, dependencyEnded) or not (noRoute, noChannel, notTold, silenced, acknowledged, dependency, dependencyAwaited: it is decided again once it is known whether a dependency of the Target is down, too). */
export type NotificationReason = 'first' | 'repeated' | 'worsened' | 'changed' | 'resolved' | 'noRoute' | 'noChannel' | 'notTold' | 'other' | 'silenced' | 'silenceEnded' | 'acknowledged' | 'acknowledgementEnded' | 'dependency' | 'dependencyAwaited' | 'dependencyEnded';
/** Every NotificationReason, in the order of the schema. */
export const notificationReasonValues = ['first', 'repeated', 'worsened', 'changed', 'resolved', 'noRoute', 'noChannel', 'notTold', 'other', 'silenced', 'silenceEnded', 'acknowledged', 'acknowledgementEnded', 'dependency', 'dependencyAwaited', 'dependencyEnded'] as const satisfies readonly NotificationReason[];

/** A Target that is down, on which another one depends, directly or transitively. */
export interface Dependency {
  /** UUID of the Target that is down. */
  readonly target: string;
  /** Its name at that time. */
  readonly targetName: string;
  /** UUID of the worst of its Checks. */
  readonly check: string;
  /** Name of that Check at that time. */
  readonly checkName: string;
  /** State of that Check at that time. */
  readonly state: StateName;
}

/** Output of one execution of a Check. The record key is the UUID of the Check as a lower-case string. Only timestamp is required; a metric name may be in only one of the maps. */
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

/** Which Alerts go to which Channels, as the Server resolved it. The record key is the UUID of the Route; a null value deletes it. */
export interface Route {
  /** UUID of the Route. */
  readonly id: string;
  /** Name of the Route. */
  readonly name: string;
  /** Labels of the Route. */
  readonly labels: Readonly<Record<string, string>>;
  /** Increases by one with every change of this Route. */
  readonly version: number;
  /** When the Route was first configured. */
  readonly createdAt: number;
  /** When this version was applied. */
  readonly updatedAt: number;
  /** UUIDs of the Channels, in their order. */
  readonly channels: readonly string[];
  /** The spec of the resource as JSON, as a person applied it. */
  readonly spec: string;
}

/** Which Alerts nobody is told of for a while, as the Server resolved it. The record key is the UUID of the Silence; a null value deletes it. */
export interface Silence {
  /** UUID of the Silence. */
  readonly id: string;
  /** Name of the Silence. */
  readonly name: string;
  /** Labels of the Silence. */
  readonly labels: Readonly<Record<string, string>>;
  /** Increases by one with every change of this Silence. */
  readonly version: number;
  /** When the Silence was first configured. */
  readonly createdAt: number;
  /** When this version was applied. */
  readonly updatedAt: number;
  /** UUIDs of the Targets whose Alerts it takes; empty: the Target does not matter. */
  readonly targets: readonly string[];
  /** UUIDs of the Checks whose Alerts it takes; empty: the Check does not matter. */
  readonly checks: readonly string[];
  /** When it begins; null: it began long ago. */
  readonly from: null | number;
  /** When it ends: from this moment on it has no effect. 0 if it repeats: a reader that does not know repeat takes it to be over. */
  readonly until: number;
  /** Its recurrence; null: it has one beginning and one end. */
  readonly repeat: null | Repeat;
  /** The spec of the resource as JSON, as a person applied it. */
  readonly spec: string;
}

/** Recurring hours: whenever the local time of a time zone is within them. */
export interface Repeat {
  /** The days on which they begin. */
  readonly days: readonly DayName[];
  /** Minute of the day at which they begin. */
  readonly from: number;
  /** Minute before which they end, 1440 for midnight; if not after from, they end on the next day. */
  readonly to: number;
  /** IANA name of the time zone. */
  readonly timezone: string;
}

/** A day of the week. */
export type DayName = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
/** Every DayName, in the order of the schema. */
export const dayNameValues = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies readonly DayName[];

/** Classification of a Check, published on every change and on every occurrence that is not OK. The record key is the UUID of the Check. */
export interface State {
  /** UUID of the Check. */
  readonly check: string;
  /** UUID of the Target. */
  readonly target: null | string;
  /** The State after this evaluation. */
  readonly state: StateName;
  /** The State before this evaluation: the same if it repeats. */
  readonly previous: StateName;
  /** Timestamp of the deciding Result; for Missing Data, the deadline. */
  readonly timestamp: number;
  /** The clock of arrivals when this was decided; for Missing Data, the deadline. */
  readonly arrival: number;
  /** Timestamp of the first of the consecutive evaluations in this State. */
  readonly since: number;
  /** Consecutive evaluations in this State, this one included. */
  readonly occurrences: number;
  /** Consecutive evaluations that were not OK, this one included. */
  readonly problemOccurrences: number;
  /** Reasons for the State. */
  readonly reasons: readonly Reason[];
  /** Version of the configuration of the Check that was in force. */
  readonly version: number;
  /** True if the deciding Result arrived more than missingAfter after its timestamp. */
  readonly late: boolean;
}

/** Classification of a Check. */
export type StateName = 'UNKNOWN' | 'OK' | 'WARNING' | 'CRITICAL' | 'MISSING_DATA' | 'ERROR';
/** Every StateName, in the order of the schema. */
export const stateNameValues = ['UNKNOWN', 'OK', 'WARNING', 'CRITICAL', 'MISSING_DATA', 'ERROR'] as const satisfies readonly StateName[];

/** Why a State was decided: one condition that matched or was undetermined. */
export interface Reason {
  /** Name of the state rule; empty for reasons without a rule. */
  readonly rule: string;
  /** What kind of reason this is. */
  readonly kind: ReasonKind;
  /** The metric that was evaluated. */
  readonly field: null | string;
  /** The present value (for trend: the slope; for history: the value compared). Whole numbers above 2^53 are strings. */
  readonly value: null | number | string | boolean;
  /** The earlier sample of a history rule, which the value was compared with besides the operand. */
  readonly reference: null | number | string | boolean;
  /** The operator of the condition. */
  readonly operator: null | string;
  /** The limit in force: value, or recover while the condition is latched. */
  readonly operand: null | number | string | boolean;
  /** The reason as a sentence. */
  readonly text: string;
}

/** What kind of reason this is. */
export type ReasonKind = 'MATCHED' | 'UNDETERMINED' | 'RECOVERED' | 'ERROR' | 'MISSING_DATA' | 'CONFIRMING' | 'OTHER';
/** Every ReasonKind, in the order of the schema. */
export const reasonKindValues = ['MATCHED', 'UNDETERMINED', 'RECOVERED', 'ERROR', 'MISSING_DATA', 'CONFIRMING', 'OTHER'] as const satisfies readonly ReasonKind[];

/** What is watched, as the Server resolved it. The record key is the UUID of the Target; a null value deletes it. */
export interface Target {
  /** UUID of the Target. */
  readonly id: string;
  /** Name of the Target. */
  readonly name: string;
  /** Labels of the Target. */
  readonly labels: Readonly<Record<string, string>>;
  /** Increases by one with every change of this Target. */
  readonly version: number;
  /** When the Target was first configured. */
  readonly createdAt: number;
  /** When this version was applied. */
  readonly updatedAt: number;
  /** UUIDs of the Targets that it depends on. */
  readonly dependsOn: readonly string[];
  /** The spec of the resource as JSON, as a person applied it. */
  readonly spec: string;
}
