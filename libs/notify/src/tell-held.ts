import { uuidV5, type Notification, type SeverityOrder } from '@panto/model';
import { acknowledgementOver, withholds } from './acknowledgement';
import { lookEvery, type Held, type HeldChannel } from './held';
import { knownTo, type NotifyMemory, type OpenEpisode } from './memory';
import { sayTime } from './render';
import { silenceOver } from './silence';
import { channelOf, labelsOf, type Surroundings, type SurroundingsOf } from './surroundings';

/** That time has come, and what is configured by now. */
export interface TimeInput {
  readonly time: number;
  readonly surroundingsOf: SurroundingsOf;
}

/** What is held of an episode is to be looked at again when what holds it back ends: that is before the next look. */
export interface EndAhead {
  readonly episode: string;
  /** When the Silence or the acknowledgement ends, ms. */
  readonly endsAt: number;
}

/** The word about an end that comes before the next look; null, undefined: no end is set. */
export function endAhead(
  episode: string,
  until: number | null | undefined,
  time: number,
): readonly EndAhead[] {
  const endsAt = until ?? Infinity;
  return endsAt < time + lookEvery ? [{ episode, endsAt }] : [];
}

/** When the next of what is held is to be looked at; undefined: nothing is held. */
export function nextLook(episodes: readonly OpenEpisode[]): number | undefined {
  const looks = episodes.flatMap(({ held }) => (held === undefined ? [] : [held.look]));
  return looks.length === 0 ? undefined : Math.min(...looks);
}

/** What is no longer held back is told to those from whom it was. */
export function tellHeld(
  { time, surroundingsOf }: TimeInput,
  open: OpenEpisode,
  memory: NotifyMemory,
  severity: SeverityOrder,
): readonly (Notification | EndAhead)[] {
  const { episode, held } = open;
  if (held === undefined || held.look > time) return [];
  const surroundings = surroundingsOf(held.said);
  const silence = silenceOver(surroundings.silences, subjectOf(held, surroundings), time);
  if (silence !== undefined) return endAhead(episode, silence.until, time);
  const over = acknowledgementOver(surroundings.acknowledgement, open, memory.episodes, time);
  const free = held.channels.filter(
    ({ channel }) =>
      over === undefined || !withholds(over, held.said.state, knownTo(channel, memory, severity), severity),
  );
  const ahead = free.length < held.channels.length ? endAhead(episode, over?.until, time) : [];
  return [...free.map((channel) => told(held, channel, surroundings, time)), ...ahead];
}

function subjectOf({ said }: Held, surroundings: Surroundings) {
  return surroundings.check === null ? said : { ...said, labels: labelsOf(surroundings) };
}

function told(
  { said }: Held,
  { channel, ...more }: HeldChannel,
  around: Surroundings,
  time: number,
): Notification {
  const there = channelOf(around, channel) !== undefined;
  const [reason, until] =
    said.reason === 'acknowledged'
      ? (['acknowledgementEnded', 'Acknowledged until'] as const)
      : (['silenceEnded', 'Silenced until'] as const);
  return {
    ...said,
    ...more,
    channel,
    id: uuidV5(uuidV5(said.alert, channel), reason),
    decision: there ? 'send' : 'withhold',
    reason: there ? reason : 'noChannel',
    text: `${said.text}\n${until}: ${sayTime(time)}`,
    arrival: time,
  };
}
