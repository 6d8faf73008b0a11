import type { Dependency, Notification, NotificationReason } from '@panto/model';
import type { Acknowledgement } from './acknowledgement';
import type { Told } from './memory';
import type { SilenceInForce } from './silence';

/** Whom a decision is about, and what it is. */
export type Verdict = Pick<
  Notification,
  'channel' | 'route' | 'decision' | 'reason' | 'told' | 'silence' | 'acknowledgedBy' | 'dependency'
>;

/** A message is to be sent. */
export function send(
  reason: NotificationReason,
  channel: string,
  route: string | null,
  told: Told | null,
): Verdict {
  return { ...nobody, decision: 'send', reason, channel, route, told: told?.state ?? null };
}

/** None is. */
export function withhold(
  reason: NotificationReason,
  channel: string | null,
  route: string | null,
  told: Told | null,
): Verdict {
  return { ...nobody, decision: 'withhold', reason, channel, route, told: told?.state ?? null };
}

/** What would be sent is withheld by a Silence. */
export function silenced(verdict: Verdict, { id }: SilenceInForce): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'silenced', silence: id };
}

/** What would be sent is withheld, because something is down on which the Target depends. */
export function dependent(verdict: Verdict, dependency: Dependency): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'dependency', dependency };
}

/** What would be sent is withheld until it is known whether something is down on which the Target depends. */
export function awaited(verdict: Verdict): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'dependencyAwaited' };
}

/** What would be sent is withheld by an Acknowledgement. */
export function acknowledged(verdict: Verdict, { author }: Acknowledgement): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'acknowledged', acknowledgedBy: author };
}

const nobody = { silence: null, acknowledgedBy: null, dependency: null };
