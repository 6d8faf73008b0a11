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
}

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
): Silence | undefined {
  return silences
    .filter((silence) => inForce(silence, time) && covers(silence.match, subject))
    .reduce<Silence | undefined>((last, each) => (last === undefined || endsLater(each, last) ? each : last), undefined); // prettier-ignore
}

function inForce({ from, until }: Silence, time: number): boolean {
  return (from === null || from <= time) && time < until;
}

function covers(match: SilenceMatch, subject: SilenceSubject): boolean {
  return (
    (match.checks?.includes(subject.check) ?? true) &&
    (match.targets?.some((target) => target === subject.target) ?? true) &&
    takes(match, subject)
  );
}

/** Two that end at once: the UUID decides, whatever the order in which they are known. */
function endsLater(one: Silence, other: Silence): boolean {
  return one.until > other.until || (one.until === other.until && one.id < other.id);
}
