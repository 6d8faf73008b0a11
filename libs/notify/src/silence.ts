import { windowAt, type RecurringWindow } from '@panto/window';
import { takes, type RouteMatch, type RouteSubject } from './route';

/** What an Alert must be for a Silence to take it; what is absent does not matter. */
export interface SilenceMatch extends RouteMatch {
  /** UUIDs of Targets. */
  readonly targets?: readonly string[] | undefined;
  /** UUIDs of Checks. */
  readonly checks?: readonly string[] | undefined;
}

/** Which Alerts nobody is told of for a while. */
export interface Silence {
  readonly id: string;
  readonly match: SilenceMatch;
  /** From this moment on, ms; null: it began long ago. */
  readonly from: number | null;
  /** Before this moment, ms. */
  readonly until: number;
  /** In place of both: when it comes again; null: it has one beginning and one end. */
  readonly repeat: RecurringWindow | null;
}

/** A Silence that is in force, until when. */
export type SilenceInForce = Pick<Silence, 'id' | 'until'>;

/** What Silences look at. */
export interface SilenceSubject extends RouteSubject {
  readonly check: string;
  readonly target: string | null;
}

/** Of the Silences in force that take a subject the one that ends last: before that nobody is told. */
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

/** Two that end at once: the UUID decides, whatever the order in which they are known. */
function endsLater(one: SilenceInForce, other: SilenceInForce): boolean {
  return one.until > other.until || (one.until === other.until && one.id < other.id);
}
