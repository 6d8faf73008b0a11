import { windowAt, type RecurringWindow } from '@panto/window';
import { takes, type RouteMatch, type RouteSubject } from './route';

/** What an Alert must match for a Silence to take it; absent fields match everything. */
export interface SilenceMatch extends RouteMatch {
  /** UUIDs of Targets. */
  readonly targets?: readonly string[] | undefined;
  /** UUIDs of Checks. */
  readonly checks?: readonly string[] | undefined;
}

/** Alerts that nobody is told of for a while. */
export interface Silence {
  readonly id: string;
  readonly match: SilenceMatch;
  /** Beginning, ms; null: it began long ago. */
  readonly from: number | null;
  /** End (exclusive), ms. */
  readonly until: number;
  /** Its recurrence, instead of both; null: it has one beginning and one end. */
  readonly repeat: RecurringWindow | null;
}

/** A Silence in force, and until when. */
export type SilenceInForce = Pick<Silence, 'id' | 'until'>;

/** What Silences match against. */
export interface SilenceSubject extends RouteSubject {
  readonly check: string;
  readonly target: string | null;
}

/** The Silence in force that takes a subject and ends last: nobody is told before that. */
export function silenceOver(
  silences: readonly Silence[],
  subject: SilenceSubject,
  time: number,
): SilenceInForce | undefined {
  return silences
    .filter(({ match }) => covers(match, subject))
    .flatMap((silence) => inForce(silence, time) ?? [])
    .reduce<SilenceInForce | undefined>((last, each) => (last === undefined || endsLater(each, last) ? each : last), undefined); // prettier-ignore
}

function inForce(silence: Silence, time: number): SilenceInForce | undefined {
  const { id, from, until, repeat } = silence;
  if (repeat === null) return (from === null || from <= time) && time < until ? silence : undefined;
  const window = windowAt(repeat, time);
  return window && { id, until: window.until };
}

function covers(match: SilenceMatch, subject: SilenceSubject): boolean {
  return (
    (match.checks?.includes(subject.check) ?? true) &&
    (match.targets?.some((target) => target === subject.target) ?? true) &&
    takes(match, subject)
  );
}

/** If two end at the same time, the UUID decides, so that the order in which they became known does not matter. */
function endsLater(one: SilenceInForce, other: SilenceInForce): boolean {
  return one.until > other.until || (one.until === other.until && one.id < other.id);
}
