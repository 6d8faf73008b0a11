import type { Dependency } from '@panto/model';
import { acknowledgementOver, type Acknowledged, type Acknowledgement } from './acknowledgement';
import { silenceOver, type SilenceInForce, type SilenceSubject } from './silence';
import type { Surroundings } from './surroundings';
import { acknowledged, awaited, dependent, silenced, type Verdict } from './verdict';

/** Everything that may withhold an Alert. */
export interface HoldingBack {
  readonly silence: SilenceInForce | undefined;
  readonly dependency: Dependency | undefined;
  /** Until when to wait to see whether a dependency is down too, ms; undefined: no waiting. */
  readonly awaitedUntil: number | undefined;
  readonly acknowledgement: Acknowledgement | undefined;
}

/** What may withhold an Alert at a moment when no waiting is left. */
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
 * Withholds what would be sent; a decision not to send already has its reason. A Silence comes first, since
 * it covers everything; next a dependency, since it explains the problem. Repetitions do not wait: they were
 * told before.
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

/**
 * When the first of the things that withhold an Alert ends by itself, ms; null or undefined: no end is known.
 */
export function endOf({ silence, dependency, acknowledgement }: HoldingBack): number | null | undefined {
  if (silence !== undefined) return silence.until;
  return dependency === undefined ? acknowledgement?.until : undefined;
}
