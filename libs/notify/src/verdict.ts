import type { Dependency, Notification, NotificationReason } from '@panto/model';
import type { Acknowledgement } from './acknowledgement';
import type { Told } from './memory';
import type { SilenceInForce } from './silence';

/** A decision, and the Channel it is about. */
export type Verdict = Pick<
  Notification,
  'channel' | 'route' | 'decision' | 'reason' | 'told' | 'silence' | 'acknowledgedBy' | 'dependency'
>;

/** Sends a message. */
export function send(
  reason: NotificationReason,
  channel: string,
  route: string | null,
  told: Told | null,
): Verdict {
  return { ...nobody, decision: 'send', reason, channel, route, told: told?.state ?? null };
}

/** Sends no message. */
export function withhold(
  reason: NotificationReason,
  channel: string | null,
  route: string | null,
  told: Told | null,
): Verdict {
  return { ...nobody, decision: 'withhold', reason, channel, route, told: told?.state ?? null };
}

/** Withholds a message because of a Silence. */
export function silenced(verdict: Verdict, { id }: SilenceInForce): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'silenced', silence: id };
}

/** Withholds a message because a dependency of the Target is down. */
export function dependent(verdict: Verdict, dependency: Dependency): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'dependency', dependency };
}

/** Withholds a message until it is known whether a dependency of the Target is down. */
export function awaited(verdict: Verdict): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'dependencyAwaited' };
}

/** Withholds a message because of an Acknowledgement. */
export function acknowledged(verdict: Verdict, { author }: Acknowledgement): Verdict {
  return { ...verdict, decision: 'withhold', reason: 'acknowledged', acknowledgedBy: author };
}

const nobody = { silence: null, acknowledgedBy: null, dependency: null };
