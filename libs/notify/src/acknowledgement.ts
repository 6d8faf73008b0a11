import { compareSeverity, type SeverityOrder, type StateName } from '@panto/model';

/** Somebody is on the open problems of a Check. */
export interface Acknowledgement {
  /** When it came, ms: what began later is another problem. */
  readonly since: number;
  /** Before this moment, ms; null: as long as the problem lasts. */
  readonly until: number | null;
  /** The episodes that are meant; empty: all that had begun. */
  readonly episodes: readonly string[];
  /** Whether it withholds what is worse, too. */
  readonly sticky: boolean;
  /** Who acknowledged; empty: nobody gave a name. */
  readonly author: string;
}

/** What an Acknowledgement looks at. */
export interface Acknowledged {
  readonly episode: string;
  /** When the first Alert of the episode arrived, ms; absent: long ago. */
  readonly began?: number;
}

/**
 * The Acknowledgement, if it is of this episode, and not over. One that names no episodes is of a problem: of all that
 * begins, by whatever rule of the Check, while an episode is open that had begun when it came.
 */
export function acknowledgementOver(
  acknowledgement: Acknowledgement | null,
  one: Acknowledged,
  open: readonly Acknowledged[],
  time: number,
): Acknowledgement | undefined {
  if (acknowledgement === null) return undefined;
  const { episodes, since, until } = acknowledgement;
  const meant =
    episodes.length === 0
      ? [one, ...open].some(({ began = -Infinity }) => began <= since)
      : episodes.includes(one.episode);
  return meant && (until === null || time < until) ? acknowledgement : undefined;
}

/** Whether it withholds a State from a Channel: what is worse than what that knows is news; so is what it never heard of. */
export function withholds(
  { sticky }: Acknowledgement,
  state: StateName,
  known: StateName | null,
  severity: SeverityOrder,
): boolean {
  return sticky || (known !== null && compareSeverity(severity, state, known) <= 0);
}
