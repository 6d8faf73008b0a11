import { uuidV5, type Notification } from '@panto/model';
import { lookEvery, type Held, type HeldChannel } from './held';
import type { OpenEpisode } from './memory';
import { sayTime } from './render';
import { silenceOver, type Silence } from './silence';
import { channelOf, labelsOf, type Surroundings, type SurroundingsOf } from './surroundings';

/** That time has come, and what is configured by now. */
export interface TimeInput {
  readonly time: number;
  readonly surroundingsOf: SurroundingsOf;
}

/** What is held of an episode is to be looked at again when its Silence ends: that is before the next look. */
export interface EndAhead {
  readonly episode: string;
  /** When the Silence ends, ms. */
  readonly endsAt: number;
}

/** The word about the end of a Silence that comes before the next look. */
export function endAhead(episode: string, { until }: Silence, time: number): readonly EndAhead[] {
  return until < time + lookEvery ? [{ episode, endsAt: until }] : [];
}

/** When the next of what is held is to be looked at; undefined: nothing is held. */
export function nextLook(episodes: readonly OpenEpisode[]): number | undefined {
  const looks = episodes.flatMap(({ held }) => (held === undefined ? [] : [held.look]));
  return looks.length === 0 ? undefined : Math.min(...looks);
}

/** What is no longer silenced is told to those from whom it was held back. */
export function tellHeld(
  { time, surroundingsOf }: TimeInput,
  { episode, held }: OpenEpisode,
): readonly (Notification | EndAhead)[] {
  if (held === undefined || held.look > time) return [];
  const surroundings = surroundingsOf(held.said);
  const silence = silenceOver(surroundings.silences, subjectOf(held, surroundings), time);
  if (silence !== undefined) return endAhead(episode, silence, time);
  return held.channels.map((channel) => told(held, channel, surroundings, time));
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
  // prettier-ignore
  const there = channelOf(around, channel) !== undefined;
  return {
    ...said,
    ...more,
    channel,
    id: uuidV5(uuidV5(said.alert, channel), 'silenceEnded'),
    decision: there ? 'send' : 'withhold',
    reason: there ? 'silenceEnded' : 'noChannel',
    text: `${said.text}\nSilenced until: ${sayTime(time)}`,
    arrival: time,
  };
}
