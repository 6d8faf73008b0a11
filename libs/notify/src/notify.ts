import type { Decider } from '@panto/decider';
import {
  compareSeverity,
  defaultSeverity,
  uuidV5,
  type Alert,
  type Notification,
  type NotificationReason,
  type SeverityOrder,
} from '@panto/model';
import { acknowledgementOver, withholds, type Acknowledged, type Acknowledgement } from './acknowledgement';
import {
  knownTo,
  remember,
  rememberEnd,
  rememberLook,
  type NotifyMemory,
  type OpenEpisode,
  type Told,
} from './memory';
import { lastedOf, render, type Subject } from './render';
import { chooseChannels } from './route';
import { silenceOver, type Silence } from './silence';
import { channelOf, labelsOf, type Surroundings, type SurroundingsOf } from './surroundings';
import { endAhead, nextLook, tellHeld, type EndAhead, type TimeInput } from './tell-held';
import { acknowledged, send, silenced, withhold, type Verdict } from './verdict';

/** An Alert, and what was configured around it when it was decided on. */
export interface AlertInput {
  readonly alert: Alert;
  readonly surroundings: Surroundings;
}

/** What is decided about: an Alert, or what is held when time has come. */
export type NotifyInput = AlertInput | TimeInput;

/** What is said: decisions, and when what is held must be looked at again. */
export type NotifyOutput = Notification | EndAhead;

/**
 * Alerts to Notifications: one record per Alert and Channel, sent or not, with the reason. What a Silence or an
 * Acknowledgement held back is told when it ends. `surroundingsOf`: what is configured when time has come.
 */
export function notifyDecider(
  surroundingsOf: SurroundingsOf,
  severity: SeverityOrder = defaultSeverity,
): Decider<NotifyMemory, NotifyInput, NotifyOutput> {
  return {
    initial: () => ({ episodes: [] }),
    evolve: (memory, fact) => {
      if ('decision' in fact) return remember(memory, fact);
      if ('endsAt' in fact) return rememberEnd(memory, fact.episode, fact.endsAt);
      return 'time' in fact ? rememberLook(memory, fact.time) : memory;
    },
    decide: (input, _memory, before) =>
      'time' in input
        ? before.episodes.flatMap((open) => tellHeld(input, open, before, severity))
        : tellAlert(input, before, severity),
    dueAt: ({ episodes }) => nextLook(episodes),
    tick: (time) => ({ time, surroundingsOf }),
  };
}

function tellAlert(
  input: AlertInput,
  memory: NotifyMemory,
  severity: SeverityOrder,
): readonly NotifyOutput[] {
  const { alert } = input;
  const open = memory.episodes.find((each) => each.episode === alert.episode);
  if (open !== undefined && alert.sequence <= open.sequence) return [];
  const subject = subjectOf(input, open);
  const tell = (verdict: Verdict): Notification => notification(alert, subject, verdict);
  if (alert.status === 'resolved') return tellEnd(input, open).map(tell);
  const one = open ?? { episode: alert.episode, began: alert.arrival };
  const over = holdingBack(input, one, memory.episodes, subject);
  const verdicts = tellProblem(input, open, severity).map((verdict) => {
    const known = knownTo(verdict.channel ?? '', memory, severity);
    return heldBack(verdict, over, (acknowledgement) => withholds(acknowledgement, alert.state, known, severity)); // prettier-ignore
  });
  const until = (over.silence ?? over.acknowledgement)?.until;
  return [...verdicts.map(tell), ...endAhead(alert.episode, until, alert.arrival)];
}

/** What may hold an Alert back. */
interface HoldingBack {
  readonly silence: Silence | undefined;
  readonly acknowledgement: Acknowledgement | undefined;
}

function holdingBack(
  { alert, surroundings }: AlertInput,
  one: Acknowledged,
  open: readonly Acknowledged[],
  { labels }: Subject,
): HoldingBack {
  const { silences, acknowledgement } = surroundings;
  const { arrival } = alert;
  return {
    silence: silenceOver(silences, { ...alert, labels }, arrival),
    acknowledgement: acknowledgementOver(acknowledgement, one, open, arrival),
  };
}

/** What would be sent is withheld; what would not be, has its own reason. */
function heldBack(
  verdict: Verdict,
  { silence, acknowledgement }: HoldingBack,
  isNoNews: (acknowledgement: Acknowledgement) => boolean,
): Verdict {
  if (verdict.decision === 'withhold') return verdict;
  if (silence !== undefined) return silenced(verdict, silence);
  return acknowledgement !== undefined && isNoNews(acknowledgement)
    ? acknowledged(verdict, acknowledgement)
    : verdict;
}

/** A problem goes to the Channels of the Routes that take it. */
function tellProblem(
  { alert, surroundings }: AlertInput,
  open: OpenEpisode | undefined,
  severity: SeverityOrder,
): readonly Verdict[] {
  const choices = chooseChannels(surroundings.routes, { ...alert, labels: labelsOf(surroundings) });
  if (choices.length === 0) return [withhold('noRoute', null, null, null)];
  const verdicts = choices.map((choice) => {
    const channel = channelOf(surroundings, choice.channel);
    if (channel === undefined) return withhold('noChannel', choice.channel, choice.route, null);
    const told = open?.told.find((each) => each.channel === channel.id) ?? null;
    return send(reasonToSend(alert, told, severity), channel.id, choice.route, told);
  });
  return once(verdicts);
}

/** An end goes to exactly those who were told of the problem, whatever the Routes say now. */
function tellEnd({ surroundings }: AlertInput, open: OpenEpisode | undefined): readonly Verdict[] {
  const told = open?.told ?? [];
  if (told.length === 0) return [withhold('notTold', null, null, null)];
  return told.map((each) =>
    channelOf(surroundings, each.channel) === undefined
      ? withhold('noChannel', each.channel, each.route, each)
      : send('resolved', each.channel, each.route, each),
  );
}

function reasonToSend(alert: Alert, told: Told | null, severity: SeverityOrder): NotificationReason {
  if (told === null) return 'first';
  const difference = compareSeverity(severity, alert.state, told.state);
  if (difference > 0) return 'worsened';
  return alert.state === told.state ? 'repeated' : 'changed';
}

/** Routes may name one Channel by its name and by its UUID. */
function once(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter((verdict, i) => verdicts.findIndex((v) => v.channel === verdict.channel) === i);
}

/** What a message is about; of a Check that is not configured any more, what the messages before it were about. */
function subjectOf({ alert, surroundings }: AlertInput, open: OpenEpisode | undefined): Subject {
  if (surroundings.check === null && open?.subject !== undefined) return open.subject;
  return {
    checkName: surroundings.check?.name ?? alert.check,
    targetName: surroundings.target?.name ?? alert.target,
    labels: labelsOf(surroundings),
  };
}

/** A decision as a record that needs no further look-up but that of the Channel. */
function notification(alert: Alert, subject: Subject, verdict: Verdict): Notification {
  return {
    ...verdict,
    ...subject,
    ...render(alert, subject),
    id: uuidV5(alert.id, verdict.channel ?? ''),
    episode: alert.episode,
    alert: alert.id,
    sequence: alert.sequence,
    check: alert.check,
    target: alert.target,
    rule: alert.rule,
    kind: alert.kind,
    status: alert.status,
    state: alert.state,
    reasons: alert.reasons,
    opened: alert.opened,
    duration: lastedOf(alert),
    timestamp: alert.timestamp,
    arrival: alert.arrival,
    version: alert.version,
    resend: 0,
  };
}
