import type { Decider } from '@panto/decider';
import { defaultSeverity, uuidV5, type Alert, type Notification, type SeverityOrder } from '@panto/model';
import { withholds, type Acknowledged } from './acknowledgement';
import { awaitedUntil } from './held';
import { endOf, heldBack, holdingBack, type HoldingBack } from './holding-back';
import { knownTo, remember, rememberEnd, rememberLook, type NotifyMemory, type OpenEpisode } from './memory';
import { reasonToSend } from './reason-to-send';
import { lastedOf, render, type Subject } from './render';
import { chooseChannels } from './route';
import { channelOf, labelsOf, type Surroundings, type SurroundingsOf } from './surroundings';
import { endAhead, nextLook, tellHeld, type EndAhead, type TimeInput } from './tell-held';
import { send, withhold, type Verdict } from './verdict';

/** An Alert, and the configuration around it when it was decided. */
export interface AlertInput {
  readonly alert: Alert;
  readonly surroundings: Surroundings;
}

/** Input of a decision: an Alert, or a time at which withheld Alerts are due for a check. */
export type NotifyInput = AlertInput | TimeInput;

/** Outputs: decisions, and when withheld Alerts must be checked again. */
export type NotifyOutput = Notification | EndAhead;

/**
 * The fold from Alerts to Notifications: one record per Alert and Channel, sent or not, with the reason. What
 * a Silence, a dependency or an Acknowledgement withheld is sent when it ends. `surroundingsOf` gives the
 * configuration at that time.
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
  const over = overAlert(input, one, open, memory, subject);
  const verdicts = tellProblem(input, open, severity).map((verdict) => {
    const known = knownTo(verdict.channel ?? '', memory, severity);
    return heldBack(verdict, over, (acknowledgement) => withholds(acknowledgement, alert.state, known, severity)); // prettier-ignore
  });
  return [...verdicts.map(tell), ...endOfHolding(alert, over, verdicts)];
}

/** What may withhold an Alert when it comes. */
function overAlert(
  { alert, surroundings }: AlertInput,
  one: Acknowledged,
  open: OpenEpisode | undefined,
  memory: NotifyMemory,
  { labels }: Subject,
): HoldingBack {
  const { arrival } = alert;
  const over = holdingBack(surroundings, { ...alert, labels }, one, memory.episodes, arrival);
  // Alerts that come during the wait do not extend it.
  const until = awaitedUntil(open?.held) ?? arrival + surroundings.dependencyWait;
  return surroundings.dependencyWait > 0 && until > arrival ? { ...over, awaitedUntil: until } : over;
}

function endOfHolding(
  { episode, arrival }: Alert,
  over: HoldingBack,
  verdicts: readonly Verdict[],
): readonly EndAhead[] {
  const waits = verdicts.some(({ reason }) => reason === 'dependencyAwaited');
  return waits && over.awaitedUntil !== undefined
    ? [{ episode, endsAt: over.awaitedUntil }]
    : endAhead(episode, endOf(over), arrival);
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
    return send(reasonToSend(alert.state, told?.state ?? null, severity), channel.id, choice.route, told);
  });
  return once(verdicts);
}

/**
 * A resolved Alert goes to exactly those Channels that were told of the problem, whatever the Routes say now.
 */
function tellEnd({ surroundings }: AlertInput, open: OpenEpisode | undefined): readonly Verdict[] {
  const told = open?.told ?? [];
  if (told.length === 0) return [withhold('notTold', null, null, null)];
  return told.map((each) =>
    channelOf(surroundings, each.channel) === undefined
      ? withhold('noChannel', each.channel, each.route, each)
      : send('resolved', each.channel, each.route, each),
  );
}

/** Routes may name the same Channel both by its name and by its UUID. */
function once(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter((verdict, i) => verdicts.findIndex((v) => v.channel === verdict.channel) === i);
}

/** The subject of a message; if the Check is no longer configured, the subject of the messages before. */
function subjectOf({ alert, surroundings }: AlertInput, open: OpenEpisode | undefined): Subject {
  if (surroundings.check === null && open?.subject !== undefined) return open.subject;
  return {
    checkName: surroundings.check?.name ?? alert.check,
    targetName: surroundings.target?.name ?? alert.target,
    labels: labelsOf(surroundings),
  };
}

/** A decision as a record that needs no further lookup except for the Channel. */
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
