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

/** The Acknowledgement, if it is of this episode, and not over. */
export function acknowledgementOver(
  acknowledgement: Acknowledgement | null,
  { episode, began = -Infinity }: Acknowledged,
  time: number,
): Acknowledgement | undefined {
  if (acknowledgement === null) return undefined;
  const { episodes, since, until } = acknowledgement;
  const meant = episodes.length === 0 ? began <= since : episodes.includes(episode);
  return meant && (until === null || time < until) ? acknowledgement : undefined;
}

/** Whether it withholds a State from a Channel: what is worse than what that was told is news; so is what it never heard of. */
export function withholds(
  { sticky }: Acknowledgement,
  state: StateName,
  told: StateName | null,
  severity: SeverityOrder,
): boolean {
  return sticky || (told !== null && compareSeverity(severity, state, told) <= 0);
}
