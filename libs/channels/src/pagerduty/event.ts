import type { Notification, StateName } from '@panto/model';
import { cut, oneLine } from '../cut';

/** The severities in PagerDuty. */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

/** The severity in PagerDuty for each State. */
export const severities: Readonly<Record<StateName, Severity>> = {
  CRITICAL: 'critical',
  ERROR: 'error',
  MISSING_DATA: 'error',
  WARNING: 'warning',
  UNKNOWN: 'info',
  OK: 'info',
};

/** An event of Events API v2. */
export interface PagerdutyEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly severity: Severity;
    readonly timestamp: string;
    readonly component: string;
    readonly class: string;
    readonly custom_details: object;
  };
}

/** A message as an event. The dedup_key is the episode, so that trigger and resolve meet in one incident. */
export function pagerdutyEvent(n: Notification, routingKey: string): PagerdutyEvent {
  return {
    routing_key: routingKey,
    event_action: n.status === 'resolved' ? 'resolve' : 'trigger',
    dedup_key: n.episode,
    payload: {
      summary: cut(oneLine(n.title), 1024),
      source: oneLine(n.targetName ?? n.checkName),
      severity: severities[n.state],
      timestamp: new Date(n.timestamp).toISOString(),
      component: oneLine(n.checkName),
      class: n.rule,
      custom_details: details(n),
    },
  };
}

/** Texts only, each cut: an event may have 512 kB. */
function details(n: Notification): object {
  return {
    state: n.state,
    reasons: n.reasons.slice(0, 20).map((reason) => cut(reason.text, 1000)),
    rule: `${n.rule} (${n.kind})`,
    labels: Object.fromEntries(Object.entries(n.labels).map(([name, value]) => [name, cut(value, 1000)])),
    opened: new Date(n.opened).toISOString(),
    'duration-seconds': n.duration / 1000,
    check: n.check,
    'send-id': n.id,
  };
}
