import type { Dependency } from '@panto/model';
import { acknowledgementOver, type Acknowledged, type Acknowledgement } from './acknowledgement';
import { silenceOver, type SilenceInForce, type SilenceSubject } from './silence';
import type { Surroundings } from './surroundings';
import { acknowledged, awaited, dependent, silenced, type Verdict } from './verdict';

/** What may hold an Alert back. */
export interface HoldingBack {
  readonly silence: SilenceInForce | undefined;
  readonly dependency: Dependency | undefined;
  /** It is waited until this moment whether what the Target depends on is down, too, ms; undefined: it is not. */
  readonly awaitedUntil: number | undefined;
  readonly acknowledgement: Acknowledgement | undefined;
}

/** What may hold an Alert back at a moment at which nothing is waited for any more. */
export function holdingBack(
  { silences, dependency, acknowledgement }: Surroundings,
  subject: SilenceSubject,
  one: Acknowledged,
  open: readonly Acknowledged[],
  time: number,
): HoldingBack {
  return {
    silence: silenceOver(silences, subject, time),
    dependency: dependency ?? undefined,
    awaitedUntil: undefined,
    acknowledgement: acknowledgementOver(acknowledgement, one, open, time),
  };
}

/**
 * What would be sent is withheld; what would not be, has its own reason. A Silence says most, since it takes everything;
 * that something else is down says why. What only repeats is not waited for: it was told before.
 */
export function heldBack(
  verdict: Verdict,
  { silence, dependency, awaitedUntil, acknowledgement }: HoldingBack,
  isNoNews: (acknowledgement: Acknowledgement) => boolean,
): Verdict {
  if (verdict.decision === 'withhold') return verdict;
  if (silence !== undefined) return silenced(verdict, silence);
  if (dependency !== undefined) return dependent(verdict, dependency);
  if (awaitedUntil !== undefined && verdict.reason !== 'repeated') return awaited(verdict);
  return acknowledgement !== undefined && isNoNews(acknowledgement)
    ? acknowledged(verdict, acknowledgement)
    : verdict;
}

/** When the first of what holds an Alert back ends by itself, ms; null, undefined: no end is known. */
export function endOf({ silence, dependency, acknowledgement }: HoldingBack): number | null | undefined {
  if (silence !== undefined) return silence.until;
  return dependency === undefined ? acknowledgement?.until : undefined;
}
