import type { Alert, Reason, StateName } from '@panto/model';
import { sayDuration } from './duration';

/** What a message is about: the names a person knows, and the labels. */
export interface Subject {
  readonly checkName: string;
  readonly targetName: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** A message in words: plain text, that each Channel escapes in its own way. */
export interface Wording {
  readonly title: string;
  readonly text: string;
}

/** Most lines of reasons in a message; the record has them all. */
const maxReasons = 10;

/** An Alert in words. */
export function render(alert: Alert, subject: Subject): Wording {
  const what =
    subject.targetName === null ? subject.checkName : `${subject.checkName} on ${subject.targetName}`;
  const reasons = alert.reasons.map(sayReason).filter((line) => line !== '');
  const lines = [
    sentence(alert, what),
    ...reasons.slice(0, maxReasons),
    ...(reasons.length > maxReasons ? [`and ${reasons.length - maxReasons} more reasons`] : []),
    '',
    `Rule: ${alert.rule} (${alert.kind})${alert.text === '' ? '' : `, ${alert.text}`}`,
    ...sayTimes(alert),
    ...sayLabels(subject.labels),
  ];
  return { title: headline(alert, what), text: lines.join('\n') };
}

/**
 * When it began and ended. The episode of a recurrence begins when the problem has lasted for a while: where nobody
 * knows since when, its times are those of the alert, and are not passed off as those of the problem.
 */
function sayTimes(alert: Alert): readonly string[] {
  const late = alert.kind === 'recurrence';
  const began = beginningOf(alert);
  const stands = alert.status === 'firing' && late && alert.cause !== null ? alert.cause.since : undefined;
  return [
    ...(began === undefined ? [] : [`Began: ${sayTime(began)}`]),
    ...(stands === undefined || stands === began
      ? []
      : [`${sayState(alert.state)} since: ${sayTime(stands)}`]),
    ...(late ? [`First alert: ${sayTime(alert.opened)}`] : []),
    ...(alert.status === 'resolved' ? [`Ended: ${sayTime(alert.timestamp)}, ${sayLasted(alert)}`] : []),
  ];
}

/** When the problem began that an Alert tells; undefined: of this recurrence that is not known. */
function beginningOf({ kind, opened, problemSince }: Alert): number | undefined {
  return kind === 'recurrence' ? (problemSince ?? undefined) : opened;
}

/** How long what is over has lasted. */
function sayLasted(alert: Alert): string {
  const began = beginningOf(alert);
  return began === undefined
    ? `${sayDuration(alert.timestamp - alert.opened)} after the first alert`
    : `after ${sayDuration(alert.timestamp - began)}`;
}

/** How long the problem of an Alert has lasted, as far as it is known, ms. */
export function lastedOf(alert: Alert): number {
  return Math.max(0, alert.timestamp - (beginningOf(alert) ?? alert.opened));
}

/** A State as people read it. */
export function sayState(state: StateName): string {
  return state.replaceAll('_', ' ');
}

/** A time as people read it, UTC. */
export function sayTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function headline(alert: Alert, what: string): string {
  const state = sayState(alert.state);
  if (alert.status === 'resolved') {
    if (alert.kind === 'flap') {
      return `SETTLED: ${what} is ${state} after flapping for ${sayDuration(lastedOf(alert))}`;
    }
    const ended = `${beginningOf(alert) === undefined ? ',' : ''} ${sayLasted(alert)}`;
    return alert.state === 'OK'
      ? `RESOLVED: ${what} is OK${ended}`
      : `CLOSED: ${what}${ended}${because(alert)}`;
  }
  if (alert.kind === 'flap') return `FLAPPING: ${what} (${state})`;
  const stands = alert.cause === null ? 0 : alert.timestamp - alert.cause.since;
  return alert.kind === 'recurrence' && stands > 0
    ? `${state}: ${what}, for ${sayDuration(stands)}`
    : `${state}: ${what}`;
}

/** Why an episode was closed though its State is not OK: the rule or the Check was taken away. */
function because(alert: Alert): string {
  return alert.text === '' ? '' : `: ${alert.text}`;
}

function sentence(alert: Alert, what: string): string {
  const state = sayState(alert.state);
  if (alert.status === 'resolved') {
    if (alert.kind === 'flap') return `${what} has settled: ${state}.`;
    return alert.state === 'OK' ? `${what} is OK again.` : `${what} was ${state}${because(alert)}.`;
  }
  return alert.kind === 'flap'
    ? `${what} changes its State too often; now ${state}.`
    : `${what} is ${state}.`;
}

/** A reason as a line: the sentence of the rule, with the value where the sentence does not have it. */
function sayReason(reason: Reason): string {
  const value = reason.value === null ? '' : sayValue(reason.value);
  const comparison = [reason.field, value === '' ? '' : `= ${value}`].filter(Boolean).join(' ');
  if (reason.text === '') return comparison === '' ? '' : `- ${comparison}`;
  return value === '' || reason.text.includes(value)
    ? `- ${reason.text}`
    : `- ${reason.text} (${comparison})`;
}

/** Numbers with six significant digits, as the sentences of the rules have them. */
function sayValue(value: number | string | boolean): string {
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Number(value.toPrecision(6)))
    : String(value);
}

function sayLabels(labels: Readonly<Record<string, string>>): readonly string[] {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? [] : [`Labels: ${pairs.map(([name, value]) => `${name}=${value}`).join(' ')}`];
}
