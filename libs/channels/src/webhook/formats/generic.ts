import type { Notification } from '@panto/model';

/** Panto's own body: everything a program needs to act, with times as RFC 3339. */
export function generic(n: Notification): object {
  return {
    version: 1,
    id: n.id,
    episode: n.episode,
    alert: n.alert,
    sequence: n.sequence,
    status: n.status,
    reason: n.reason,
    state: n.state,
    told: n.told,
    title: n.title,
    text: n.text,
    rule: n.rule,
    kind: n.kind,
    check: { id: n.check, name: n.checkName },
    target: n.target === null ? null : { id: n.target, name: n.targetName },
    labels: n.labels,
    reasons: n.reasons,
    opened: new Date(n.opened).toISOString(),
    timestamp: new Date(n.timestamp).toISOString(),
    durationSeconds: n.duration / 1000,
  };
}
