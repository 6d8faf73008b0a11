import type { Decision } from '../simulation';
import type { ExpectedAlert } from './alerts';
import type { Expectation } from './oracle';
import { comparePlaces, type ExpectedState, type Place } from './states';

type Group = Map<string, string[]>;

/** Groups items by the key they belong to. */
function grouped<T>(items: readonly T[], key: (item: T) => string, text: (item: T) => string): Group {
  const groups: Group = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), text(item)]);
  return groups;
}

const at = (ms: number) => new Date(ms).toISOString().slice(11, 23);
const stateText = (state: Omit<ExpectedState, 'place'>) =>
  `${state.state} was ${state.previous} at ${at(state.timestamp)} since ${at(state.since)} ` +
  `occurrences ${state.occurrences}/${state.problemOccurrences}`;
const alertText = (alert: Omit<ExpectedAlert, 'place'>) =>
  `${alert.kind} ${alert.status} ${alert.state} at ${at(alert.timestamp)} episode ${alert.episode}`;

/** The decisions of one type. */
function only<T extends Decision['type']>(
  decisions: readonly Decision[],
  type: T,
): Extract<Decision, { type: T }>[] {
  return decisions.filter((decision): decision is Extract<Decision, { type: T }> => decision.type === type);
}

/** Differences between what was decided and what was expected, as sentences; empty: none. */
export function differences(decisions: readonly Decision[], expected: Expectation): string[] {
  const alerts = only(decisions, 'alert').map(({ alert }) => alert);
  const episodes = alerts.map(({ episode }) => episode);
  // An episode is numbered by its position among those of its rule, so that an episode shared by two rules shows as a
  // difference.
  const numbered = alerts.map((alert) => {
    const own = new Set(
      alerts.filter((a) => a.rule === alert.rule && a.check === alert.check).map((a) => a.episode),
    );
    const first = alerts[episodes.indexOf(alert.episode)];
    const shared = first?.rule !== alert.rule || first.check !== alert.check;
    return { ...alert, episode: shared ? -1 : [...own].indexOf(alert.episode) };
  });
  const states = only(decisions, 'state').map(({ state }) => state);
  const lists = [
    ...compare('states', grouped(states, stateKey, stateText), grouped(expected.states, stateKey, stateText)),
    ...compare(
      'alerts',
      grouped(numbered, alertKey, alertText),
      grouped(expected.alerts, alertKey, alertText),
    ),
    ...compareNotes(only(decisions, 'note'), expected.notes),
  ];
  return lists.length > 0 ? lists : disorder(decisions, expected);
}

/** Notes are compared one by one; an old duplicate may be reported as late instead. */
function compareNotes(
  actual: readonly { check: string; reason: string }[],
  expected: Expectation['notes'],
): string[] {
  return [...new Set([...actual, ...expected].map(({ check }) => check))].flatMap((check) => {
    const [left, right] = [
      actual.filter((n) => n.check === check),
      expected.filter((n) => n.check === check),
    ];
    const fits = right.every(
      ({ reason, or }, i) => left[i]?.reason === reason || left[i]?.reason === (or ?? reason),
    );
    if (fits && left.length === right.length) return [];
    const list = (notes: readonly { reason: string }[]) => notes.map(({ reason }) => reason).join(' ');
    return [`notes of ${check}: ${list(left)}, expected ${list(right)}`];
  });
}

const stateKey = ({ check }: { readonly check: string }) => check;
const alertKey = ({ check, rule }: { readonly check: string; readonly rule: string }) => `${check} ${rule}`;

function compare(what: string, actual: Group, expected: Group): string[] {
  return [...new Set([...actual.keys(), ...expected.keys()])].flatMap((key) => {
    const [left, right] = [actual.get(key) ?? [], expected.get(key) ?? []];
    const first = Array.from({ length: Math.max(left.length, right.length) }, (_, i) => i).find((i) => left[i] !== right[i]); // prettier-ignore
    if (first === undefined) return [];
    return [`${what} of ${key}, number ${first + 1}: decided ${left[first]}, expected ${right[first]}`];
  });
}

/** Decisions published before one that should come earlier; the lists are already known to be equal. */
function disorder(decisions: readonly Decision[], expected: Expectation): string[] {
  const waiting = new Map<string, Place[]>();
  for (const state of expected.states) push(waiting, stateKey(state), state.place);
  for (const alert of expected.alerts) push(waiting, alertKey(alert), alert.place);
  const places = decisions.flatMap((decision): Place[] => {
    if (decision.type === 'note') return [];
    const key = decision.type === 'state' ? stateKey(decision.state) : alertKey(decision.alert);
    return waiting.get(key)?.splice(0, 1) ?? [];
  });
  return places.flatMap((place, i) => {
    const before = places[i - 1];
    if (before === undefined || comparePlaces(before, place) <= 0) return [];
    return [`decision ${i + 1} at ${place.join('/')} comes after one at ${before.join('/')}`];
  });
}

function push(places: Map<string, Place[]>, key: string, place: Place): void {
  places.set(key, [...(places.get(key) ?? []), place]);
}
