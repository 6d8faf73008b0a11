import type { Alert, Delivery, Notification, Reason, Result, State } from '@panto/model';
import { resultRows } from './result-rows';
import type { Row, TableRow } from './row';
import { timeCell } from './time-cell';

/** The position of a record in Kafka, and its arrival. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
  /** Kafka timestamp, ms. */
  readonly timestamp: number;
}

/** The value types of the topics that are projected. */
export interface Projected {
  readonly results: Result;
  readonly states: State;
  readonly alerts: Alert;
  readonly notifications: Notification;
  readonly deliveries: Delivery;
}

/** Converts one record of a topic to its rows. */
export type Projection<Value> = (value: Value, check: string, place: Place) => readonly TableRow[];

const placed = ({ partition, offset }: Place): Row => ({ _partition: partition, _offset: offset });
const explained = (reasons: readonly Reason[]): Row => ({
  texts: reasons.map(({ text }) => text),
  reasons: JSON.stringify(reasons),
});

/** The rows of a State. */
const stateRows: Projection<State> = (state, check, place) => [
  {
    table: 'states',
    row: {
      check_id: check,
      timestamp: timeCell(state.timestamp),
      target: state.target,
      state: state.state,
      previous: state.previous,
      arrival: timeCell(state.arrival),
      since: timeCell(state.since),
      occurrences: state.occurrences,
      problem_occurrences: state.problemOccurrences,
      ...explained(state.reasons),
      version: state.version,
      late: state.late,
      ...placed(place),
    },
  },
];

/** The rows of an Alert. */
const alertRows: Projection<Alert> = (alert, check, place) => [
  {
    table: 'alerts',
    row: {
      check_id: check,
      timestamp: timeCell(alert.timestamp),
      id: alert.id,
      episode: alert.episode,
      sequence: alert.sequence,
      target: alert.target,
      rule: alert.rule,
      kind: alert.kind,
      status: alert.status,
      state: alert.state,
      arrival: timeCell(alert.arrival),
      opened: timeCell(alert.opened),
      problem_since: alert.problemSince === null ? null : timeCell(alert.problemSince),
      text: alert.text,
      ...explained(alert.reasons),
      version: alert.version,
      ...placed(place),
    },
  },
];

/** The rows of a Notification. */
const notificationRows: Projection<Notification> = (notification, check, place) => [
  {
    table: 'notifications',
    row: {
      check_id: check,
      timestamp: timeCell(notification.timestamp),
      id: notification.id,
      episode: notification.episode,
      alert: notification.alert,
      sequence: notification.sequence,
      target: notification.target,
      channel: notification.channel,
      route: notification.route,
      decision: notification.decision,
      reason: notification.reason,
      silence: notification.silence,
      acknowledged_by: notification.acknowledgedBy,
      dependency: notification.dependency?.target ?? null,
      dependency_name: notification.dependency?.targetName ?? '',
      dependency_check: notification.dependency?.check ?? '',
      dependency_check_name: notification.dependency?.checkName ?? '',
      dependency_state: notification.dependency?.state ?? '',
      rule: notification.rule,
      kind: notification.kind,
      status: notification.status,
      state: notification.state,
      told: notification.told,
      check_name: notification.checkName,
      target_name: notification.targetName,
      labels: notification.labels,
      title: notification.title,
      text: notification.text,
      ...explained(notification.reasons),
      opened: timeCell(notification.opened),
      arrival: timeCell(notification.arrival),
      duration_ms: notification.duration,
      version: notification.version,
      resend: notification.resend,
      ...placed(place),
    },
  },
];

/** The rows of a Delivery. */
const deliveryRows: Projection<Delivery> = (delivery, check, place) => [
  {
    table: 'deliveries',
    row: {
      check_id: check,
      timestamp: timeCell(delivery.timestamp),
      notification: delivery.notification,
      episode: delivery.episode,
      resend: delivery.resend,
      channel: delivery.channel,
      channel_version: delivery.channelVersion,
      integration: delivery.integration,
      attempt: delivery.attempt,
      outcome: delivery.outcome,
      reason: delivery.reason,
      detail: delivery.detail,
      reached: delivery.reached,
      next_attempt_at: delivery.nextAttemptAt === null ? null : timeCell(delivery.nextAttemptAt),
      duration_ms: delivery.duration,
      ...placed(place),
    },
  },
];

/** The projection of each topic to ClickHouse. */
export const projections: { readonly [Topic in keyof Projected]: Projection<Projected[Topic]> } = {
  results: resultRows,
  states: stateRows,
  alerts: alertRows,
  notifications: notificationRows,
  deliveries: deliveryRows,
};
