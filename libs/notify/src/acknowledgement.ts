import { compareSeverity, type SeverityOrder, type StateName } from '@panto/model';

/** Somebody is working on the open problems of a Check. */
export interface Acknowledgement {
  /** When it arrived, ms: anything that began later is another problem. */
  readonly since: number;
  /** In force before this moment, ms; null: as long as the problem lasts. */
  readonly until: number | null;
  /** The acknowledged episodes; empty: all that had begun. */
  readonly episodes: readonly string[];
  /** Whether it also withholds worse States. */
  readonly sticky: boolean;
  /** Who acknowledged; empty: no name was given. */
  readonly author: string;
}

/** The parts of an episode that matter to an Acknowledgement. */
export interface Acknowledged {
  readonly episode: string;
  /** When the first Alert of the episode arrived, ms; absent: long ago. */
  readonly began?: number;
}

/**
 * The Acknowledgement, if it covers this episode and is not over. One that names no episodes covers the
 * problem: everything that begins, by any rule of the Check, while an episode is open that had begun when it
 * arrived.
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

/**
 * Whether it withholds a State from a Channel. A State worse than the Channel knows is news, and so is a
 * problem it has not heard of.
 */
export function withholds(
  { sticky }: Acknowledgement,
  state: StateName,
  known: StateName | null,
  severity: SeverityOrder,
): boolean {
  return sticky || (known !== null && compareSeverity(severity, state, known) <= 0);
}
