import type { Alert, Reason, StateName } from '@panto/model';
import { sayDuration } from './duration';
import { oneLine } from './one-line';

/** The subject of a message: the names people know, and the labels. */
export interface Subject {
  readonly checkName: string;
  readonly targetName: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

/** A message in words: plain text, escaped by each Channel in its own way. */
export interface Wording {
  readonly title: string;
  readonly text: string;
}

/** Maximum number of reasons in a message, and of characters of untrusted text; the records have it all. */
const [maxReasons, maxReason, maxName, maxLabel] = [10, 400, 250, 250];
/** Maximum length of a value, as in the sentences of the rules. */
const maxValue = 200;

/** An Alert in words. */
export function render(alert: Alert, subject: Subject): Wording {
  const names = subject.targetName === null ? [subject.checkName] : [subject.checkName, subject.targetName];
  const what = names.map((name) => oneLine(name, maxName)).join(' on ');
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
 * When it began and ended. The episode of a recurrence begins only after the problem has lasted for a while:
 * if the beginning of the problem is unknown, the times shown are labelled as those of the alert, not of the
 * problem.
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

/** When the problem of an Alert began; undefined: unknown for this recurrence. */
function beginningOf({ kind, opened, problemSince }: Alert): number | undefined {
  return kind === 'recurrence' ? (problemSince ?? undefined) : opened;
}

/** How long the resolved problem lasted. */
function sayLasted(alert: Alert): string {
  const began = beginningOf(alert);
  return began === undefined
    ? `${sayDuration(alert.timestamp - alert.opened)} after the first alert`
    : `after ${sayDuration(alert.timestamp - began)}`;
}

/** How long the problem of an Alert has lasted, as far as is known, ms. */
export function lastedOf(alert: Alert): number {
  return Math.max(0, alert.timestamp - (beginningOf(alert) ?? alert.opened));
}

/** A State for people. */
export function sayState(state: StateName): string {
  return state.replaceAll('_', ' ');
}

/** A time for people, UTC. */
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

/** Why an episode was closed although its State is not OK: the rule or the Check was removed. */
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

/** A reason as a line: the sentence of the rule, plus the value if the sentence does not contain it. */
function sayReason({ text, field, value, reference }: Reason): string {
  const said = value === null ? '' : sayValue(value);
  const comparison =
    reference === null
      ? [field, said === '' ? '' : `= ${said}`].filter(Boolean).join(' ')
      : `${said}, compared with ${sayValue(reference)}`;
  if (text === '') return comparison === '' ? '' : line(comparison);
  return said === '' || text.includes(said) ? line(text) : line(`${text} (${comparison})`);
}

const line = (text: string): string => `- ${oneLine(text, maxReason)}`;

/** Numbers have six significant digits, as in the sentences of the rules. */
function sayValue(value: number | string | boolean): string {
  if (typeof value === 'string') return value.slice(0, maxValue);
  return typeof value === 'number' && !Number.isSafeInteger(value)
    ? String(Number(value.toPrecision(6)))
    : String(value);
}

function sayLabels(labels: Readonly<Record<string, string>>): readonly string[] {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const said = pairs.map(([name, value]) => `${name}=${oneLine(value, maxLabel)}`);
  return said.length === 0 ? [] : [`Labels: ${said.join(' ')}`];
}
