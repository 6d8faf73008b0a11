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
import { remember, type NotifyMemory, type OpenEpisode, type Told } from './memory';
import { lastedOf, render, type Subject } from './render';
import { chooseChannels } from './route';
import { labelsOf, type Surroundings } from './surroundings';

/** An Alert, and what was configured around it when it was decided on. */
export interface NotifyInput {
  readonly alert: Alert;
  readonly surroundings: Surroundings;
}

/** Whom a decision is about, and what it is. */
type Verdict = Pick<Notification, 'channel' | 'route' | 'decision' | 'reason' | 'told'>;

/** Alerts to Notifications: one record per Alert and Channel, sent or not, with the reason. */
export function notifyDecider(
  severity: SeverityOrder = defaultSeverity,
): Decider<NotifyMemory, NotifyInput, Notification> {
  return {
    initial: () => ({ episodes: [] }),
    evolve: (memory, fact) => ('decision' in fact ? remember(memory, fact) : memory),
    decide: (input, memory) => {
      const open = memory.episodes.find((each) => each.episode === input.alert.episode);
      if (open !== undefined && input.alert.sequence <= open.sequence) return [];
      const verdicts =
        input.alert.status === 'resolved' ? tellEnd(input, open) : tellProblem(input, open, severity);
      const subject = subjectOf(input, open);
      return verdicts.map((verdict) => notification(input.alert, subject, verdict));
    },
  };
}

/** A problem goes to the Channels of the Routes that take it. */
function tellProblem(
  { alert, surroundings }: NotifyInput,
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
function tellEnd({ surroundings }: NotifyInput, open: OpenEpisode | undefined): readonly Verdict[] {
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

function channelOf(
  { channels }: Surroundings,
  nameOrId: string,
): Surroundings['channels'][number] | undefined {
  return (
    channels.find((channel) => channel.id === nameOrId) ??
    channels.find((channel) => channel.name === nameOrId)
  );
}

function send(reason: NotificationReason, channel: string, route: string | null, told: Told | null): Verdict {
  return { decision: 'send', reason, channel, route, told: told?.state ?? null };
}

function withhold(
  reason: NotificationReason,
  channel: string | null,
  route: string | null,
  told: Told | null,
): Verdict {
  return { decision: 'withhold', reason, channel, route, told: told?.state ?? null };
}

/** What a message is about; of a Check that is not configured any more, what the messages before it were about. */
function subjectOf({ alert, surroundings }: NotifyInput, open: OpenEpisode | undefined): Subject {
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
