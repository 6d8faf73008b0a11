import { worse, type Notification, type SeverityOrder, type StateName } from '@panto/model';
import { type Held, holdAfter, lookAt, lookedAt } from './held';
import type { Subject } from './render';

/** What a Channel was told of an episode, and the Route that chose it last. */
export interface Told {
  readonly channel: string;
  readonly state: StateName;
  readonly route: string | null;
}

/** An open episode: how far it has been decided, and who was told of the problem. */
export interface OpenEpisode {
  readonly episode: string;
  readonly rule: string;
  /** Sequence number of the newest Alert that was decided. */
  readonly sequence: number;
  /** When its first Alert arrived, ms; absent: before acknowledgements existed. */
  readonly began?: number;
  readonly told: readonly Told[];
  /** The subject of its messages: if the Check is removed, the resolved message uses the same names. */
  readonly subject?: Subject;
  /** What a Silence, a dependency or an acknowledgement withholds. */
  readonly held?: Held;
}

/** What was said about a Check: its open episodes, oldest first, one per rule. Closed ones are forgotten. */
export interface NotifyMemory {
  readonly episodes: readonly OpenEpisode[];
}

/** The worst State a Channel was told in any open episode of the Check; null: none. */
export function knownTo(
  channel: string,
  { episodes }: NotifyMemory,
  severity: SeverityOrder,
): StateName | null {
  const states = episodes.flatMap(({ told }) => told.filter((each) => each.channel === channel));
  return states.reduce<StateName | null>(
    (worst, { state }) => (worst === null ? state : worse(severity, worst, state)),
    null,
  );
}

/** Episodes of rules deleted while open would stay forever; beyond this many, the oldest are dropped. */
const maxEpisodes = 100;

/** The memory after a Notification. */
export function remember(memory: NotifyMemory, said: Notification): NotifyMemory {
  const { episodes } = memory;
  const others = episodes.filter((open) => open.rule !== said.rule);
  if (said.status === 'resolved') {
    return others.length === episodes.length ? memory : { episodes: others };
  }
  const before = episodes.find((open) => open.episode === said.episode);
  const told = before?.told ?? [];
  const began = before === undefined ? said.arrival : before.began;
  const held = holdAfter(before?.held, said);
  const episode: OpenEpisode = {
    episode: said.episode,
    rule: said.rule,
    sequence: said.sequence,
    ...(began !== undefined && { began }),
    told: said.decision === 'send' && said.channel !== null ? tell(told, said, said.channel) : told,
    subject: { checkName: said.checkName, targetName: said.targetName, labels: said.labels },
    ...(held !== undefined && { held }),
  };
  return { episodes: [...others, episode].slice(-maxEpisodes) };
}

/** The memory after a time at which withheld Alerts were checked. */
export function rememberLook(memory: NotifyMemory, time: number): NotifyMemory {
  return mapHeld(memory, ({ held }) => held && lookedAt(held, time));
}

/** The memory once it is known when whatever withholds an episode ends. */
export function rememberEnd(memory: NotifyMemory, episode: string, endsAt: number): NotifyMemory {
  return mapHeld(memory, (open) => (open.episode === episode ? open.held && lookAt(open.held, endsAt) : open.held)); // prettier-ignore
}

/** Returns the same memory if nothing changes. */
function mapHeld(memory: NotifyMemory, change: (open: OpenEpisode) => Held | undefined): NotifyMemory {
  const episodes = memory.episodes.map((open) => {
    const held = change(open);
    return held === undefined || held === open.held ? open : { ...open, held };
  });
  return episodes.every((open, i) => open === memory.episodes[i]) ? memory : { episodes };
}

function tell(told: readonly Told[], said: Notification, channel: string): readonly Told[] {
  const now: Told = { channel, state: said.state, route: said.route };
  return told.some((each) => each.channel === channel)
    ? told.map((each) => (each.channel === channel ? now : each))
    : [...told, now];
}
