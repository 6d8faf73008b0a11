import { notificationExample as example } from '../http/examples';
import type { KeptNotification } from './notification-history';

/** A stored message that expired, except for what a spec overrides. */
export function keptNotification(more: Partial<KeptNotification> = {}): KeptNotification {
  const { check, target, channel, route, silence, dependency: _, lastAttempt: __, ...rest } = example;
  return {
    ...rest,
    check: check.id,
    checkName: check.name,
    target: target?.id ?? null,
    targetName: target?.name ?? null,
    channel: channel?.id ?? null,
    route: route?.id ?? null,
    silence: silence?.id ?? null,
    dependency: null,
    reasons: [...example.reasons],
    timestamp: Date.now() - 60_000,
    opened: Date.now() - 60_000,
    partition: 0,
    offset: 0,
    attempts: 17,
    failure: 'network',
    detail: 'connect ECONNREFUSED',
    attemptedAt: Date.now(),
    delivered: false,
    ...more,
  };
}
