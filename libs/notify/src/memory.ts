import type { Notification, StateName } from '@panto/model';

/** What a Channel was told of an episode, and last by which Route. */
export interface Told {
  readonly channel: string;
  readonly state: StateName;
  readonly route: string | null;
}

/** An open episode: how far it was decided on, and who was told of the problem. */
export interface OpenEpisode {
  readonly episode: string;
  readonly rule: string;
  /** Sequence number of the newest Alert that was decided on. */
  readonly sequence: number;
  readonly told: readonly Told[];
}

/** Open episodes of a Check, the oldest first, one per rule. Closed ones are forgotten. */
export type NotifyMemory = readonly OpenEpisode[];

/** Rules that were deleted while their episode was open would stay for ever; beyond this many the oldest go. */
const maxEpisodes = 100;

/** The memory after a Notification. */
export function remember(memory: NotifyMemory, said: Notification): NotifyMemory {
  const others = memory.filter((open) => open.rule !== said.rule);
  if (said.status === 'resolved') return others.length === memory.length ? memory : others;
  const before = memory.find((open) => open.episode === said.episode);
  const told = before?.told ?? [];
  const episode: OpenEpisode = {
    episode: said.episode,
    rule: said.rule,
    sequence: said.sequence,
    told: said.decision === 'send' && said.channel !== null ? tell(told, said, said.channel) : told,
  };
  return [...others, episode].slice(-maxEpisodes);
}

function tell(told: readonly Told[], said: Notification, channel: string): readonly Told[] {
  const now: Told = { channel, state: said.state, route: said.route };
  return told.some((each) => each.channel === channel)
    ? told.map((each) => (each.channel === channel ? now : each))
    : [...told, now];
}
