import type { Notification, StateName } from '@panto/model';
import type { Subject } from './render';

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
  /** What its messages were about: an end that comes because the Check was removed is told by the same names. */
  readonly subject?: Subject;
}

/** What was said about a Check: its open episodes, the oldest first, one per rule. Closed ones are forgotten. */
export interface NotifyMemory {
  readonly episodes: readonly OpenEpisode[];
}

/** Rules that were deleted while their episode was open would stay for ever; beyond this many the oldest go. */
const maxEpisodes = 100;

/** The memory after a Notification. */
export function remember(memory: NotifyMemory, said: Notification): NotifyMemory {
  const { episodes } = memory;
  const others = episodes.filter((open) => open.rule !== said.rule);
  if (said.status === 'resolved') {
    return others.length === episodes.length ? memory : { episodes: others };
  }
  const told = episodes.find((open) => open.episode === said.episode)?.told ?? [];
  const episode: OpenEpisode = {
    episode: said.episode,
    rule: said.rule,
    sequence: said.sequence,
    told: said.decision === 'send' && said.channel !== null ? tell(told, said, said.channel) : told,
    subject: { checkName: said.checkName, targetName: said.targetName, labels: said.labels },
  };
  return { episodes: [...others, episode].slice(-maxEpisodes) };
}

function tell(told: readonly Told[], said: Notification, channel: string): readonly Told[] {
  const now: Told = { channel, state: said.state, route: said.route };
  return told.some((each) => each.channel === channel)
    ? told.map((each) => (each.channel === channel ? now : each))
    : [...told, now];
}
