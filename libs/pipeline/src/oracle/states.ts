import type { CheckConfiguration, Confirmation, StateName } from '@panto/model';
import { handle, missedDeadlines, type Arrived, type Handled } from './recording';
import { worthOfRule } from './truth';

/**
 * When something is decided: the clock of arrivals; the rank within that instant (0: the end of a flap, 1: a line, 2: a
 * deadline, which has the whole instant); the line; with it (0) or right after it (1).
 */
export type Place = readonly [clock: number, rank: number, line: number, side: number];

/** A State record that must be published. */
export interface ExpectedState {
  readonly check: string;
  readonly state: StateName;
  readonly previous: StateName;
  readonly timestamp: number;
  readonly since: number;
  readonly occurrences: number;
  readonly problemOccurrences: number;
  readonly place: Place;
}

interface Evaluation {
  readonly worth: StateName;
  readonly timestamp: number;
  readonly place: Place;
}

/** 4.8 */
const order: readonly StateName[] = ['OK', 'UNKNOWN', 'WARNING', 'MISSING_DATA', 'ERROR', 'CRITICAL'];

/** Whether a State is worse than another (4.8). */
export const isWorse = (state: StateName, than: StateName) => order.indexOf(state) > order.indexOf(than);

/** The verdict on the last of some Results of a Check (3.3, 4.1). */
function worthOf({ states }: CheckConfiguration, past: readonly Handled[]): StateName {
  if (past.at(-1)?.error !== null) return 'ERROR';
  return states.map((rule) => worthOfRule(rule, past)).reduce((a, b) => (isWorse(b, a) ? b : a), 'OK');
}

/** All evaluations of a Check in the order of deciding: Results in order, and missed deadlines. */
function evaluations(
  configuration: CheckConfiguration,
  arrived: readonly Arrived[],
  until: number,
): Evaluation[] {
  const handled = handle(configuration.id, arrived);
  const results = handled.flatMap(({ standing, timestamp, arrival, index }, at): Evaluation[] => {
    if (standing !== 'evaluated') return [];
    const worth = worthOf(configuration, handled.slice(0, at + 1));
    return [{ worth, timestamp, place: [arrival, 1, index, 0] }];
  });
  const configured = arrived[0]?.arrival ?? Infinity;
  const missed = missedDeadlines(configuration, configured, handled, until).map((deadline): Evaluation => {
    return { worth: 'MISSING_DATA', timestamp: deadline, place: [deadline, 2, -1, 0] };
  });
  return [...results, ...missed].sort((a, b) => comparePlaces(a.place, b.place));
}

/** Negative: `a` is decided before `b`. */
export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

/** 4.6: the State that stands after the last of some evaluations, derived from all of them. */
function standing(worths: readonly StateName[], confirm: Confirmation): StateName {
  const newest = worths.at(-1);
  if (newest === undefined) return 'UNKNOWN';
  const present = standing(worths.slice(0, -1), confirm);
  const lastAre = (count: number, is: (worth: StateName) => boolean) =>
    worths.length >= count && worths.slice(-count).every(is);
  if (newest === 'MISSING_DATA' || ['UNKNOWN', 'MISSING_DATA', 'ERROR'].includes(present)) return newest;
  if (newest === 'ERROR') return lastAre(confirm.error, (worth) => worth === 'ERROR') ? newest : present;
  const confirmed = isWorse(newest, present)
    ? lastAre(confirm.worse, (worth) => isWorse(worth, present))
    : lastAre(confirm.better, (worth) => isWorse(present, worth));
  return confirmed ? newest : present;
}

/** How many consecutive items at the end of a list satisfy a predicate. */
function run<T>(list: readonly T[], holds: (item: T) => boolean): number {
  const broken = list.findLastIndex((item) => !holds(item));
  return list.length - 1 - broken;
}

/** The State records of a Check (4.10), each derived from all the evaluations up to it. */
export function expectedStates(
  configuration: CheckConfiguration,
  arrived: readonly Arrived[],
  until: number,
): ExpectedState[] {
  const all = evaluations(configuration, arrived, until);
  const worths = all.map(({ worth }) => worth);
  const states = worths.map((_, at) => standing(worths.slice(0, at + 1), configuration.confirm));
  return all.flatMap(({ timestamp, place }, at): ExpectedState[] => {
    const [state, previous] = [states[at] ?? 'UNKNOWN', states[at - 1] ?? 'UNKNOWN'];
    if (state === 'OK' && previous === 'OK') return [];
    const upTo = states.slice(0, at + 1);
    const occurrences = run(upTo, (was) => was === state);
    const problemOccurrences = run(upTo, (was) => was !== 'OK');
    const since = all[at - occurrences + 1]?.timestamp ?? NaN;
    return [{ check: configuration.id, state, previous, timestamp, since, occurrences, problemOccurrences, place }]; // prettier-ignore
  });
}
