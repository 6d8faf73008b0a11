import { uuidV5, type Notification, type NotificationReason, type SeverityOrder } from '@panto/model';
import { withholds } from './acknowledgement';
import { awaitedUntil, lookEvery, type Held, type HeldChannel } from './held';
import { endOf, heldBack, holdingBack } from './holding-back';
import { knownTo, type NotifyMemory, type OpenEpisode } from './memory';
import { reasonToSend } from './reason-to-send';
import { sayTime } from './render';
import { channelOf, labelsOf, type Surroundings, type SurroundingsOf } from './surroundings';
import type { Verdict } from './verdict';

/** The time has come for a check, and the configuration by now. */
export interface TimeInput {
  readonly time: number;
  readonly surroundingsOf: SurroundingsOf;
}

/** An episode must be checked again when whatever withholds it ends, sooner than the regular interval. */
export interface EndAhead {
  readonly episode: string;
  /** When the Silence, the acknowledgement or the wait ends, ms. */
  readonly endsAt: number;
}

/** Announces an end that comes before the next regular check; null, undefined: no end is set. */
export function endAhead(
  episode: string,
  until: number | null | undefined,
  time: number,
): readonly EndAhead[] {
  const endsAt = until ?? Infinity;
  return endsAt < time + lookEvery ? [{ episode, endsAt }] : [];
}

/** When the next withheld Alert is due for a check; undefined: nothing is withheld. */
export function nextLook(episodes: readonly OpenEpisode[]): number | undefined {
  const looks = episodes.flatMap(({ held }) => (held === undefined ? [] : [held.look]));
  return looks.length === 0 ? undefined : Math.min(...looks);
}

/**
 * Sends what is no longer withheld to the Channels it was withheld from; what was waiting is decided anew.
 */
export function tellHeld(
  { time, surroundingsOf }: TimeInput,
  open: OpenEpisode,
  memory: NotifyMemory,
  severity: SeverityOrder,
): readonly (Notification | EndAhead)[] {
  const { episode, held } = open;
  if (held === undefined || held.look > time) return [];
  const surroundings = surroundingsOf(held.said);
  const over = holdingBack(surroundings, subjectOf(held, surroundings), open, memory.episodes, time);
  const verdicts = held.channels.map((channel) => {
    const known = knownTo(channel.channel, memory, severity);
    const verdict = released(held, channel, severity);
    return heldBack(verdict, over, (acknowledgement) => withholds(acknowledgement, held.said.state, known, severity)); // prettier-ignore
  });
  const free = verdicts.filter(({ decision }) => decision === 'send');
  // Why it stays withheld is already on record, unless it was only waiting.
  const told = awaitedUntil(held) === undefined ? free : verdicts;
  const ahead = free.length < verdicts.length ? endAhead(episode, endOf(over), time) : [];
  return [...told.map((verdict) => again(held, verdict, surroundings, time)), ...ahead];
}

function subjectOf({ said }: Held, surroundings: Surroundings) {
  return surroundings.check === null ? said : { ...said, labels: labelsOf(surroundings) };
}

/** What a Channel is told once nothing withholds it any more. */
function released({ said }: Held, channel: HeldChannel, severity: SeverityOrder): Verdict {
  const { silence, acknowledgedBy, dependency } = said;
  const reason = endings[said.reason]?.reason ?? reasonToSend(said.state, channel.told, severity);
  return { silence, acknowledgedBy, dependency, ...channel, decision: 'send', reason };
}

/** A message sent late carries the reason for which it was withheld, and says so. */
const endings: Readonly<Partial<Record<NotificationReason, { reason: NotificationReason; until: string }>>> =
  {
    silenced: { reason: 'silenceEnded', until: 'Silenced until' },
    acknowledged: { reason: 'acknowledgementEnded', until: 'Acknowledged until' },
    dependency: { reason: 'dependencyEnded', until: 'Withheld until' },
  };

function again({ said }: Held, verdict: Verdict, around: Surroundings, time: number): Notification {
  const { channel, reason } = verdict;
  const gone = verdict.decision === 'send' && channelOf(around, channel ?? '') === undefined;
  return {
    ...said,
    ...verdict,
    ...(gone && noChannel),
    id: uuidV5(uuidV5(said.alert, channel ?? ''), reason),
    text: textOf(said, time),
    arrival: time,
  };
}

const noChannel = { decision: 'withhold', reason: 'noChannel' } as const;

function textOf({ text, reason, dependency }: Notification, time: number): string {
  const until = endings[reason]?.until;
  if (until === undefined) return text;
  // Alerts withheld before dependencies existed lack the field.
  const down = dependency?.targetName;
  return `${text}\n${until}: ${sayTime(time)}${down === undefined ? '' : `, because ${down} was down`}`;
}
