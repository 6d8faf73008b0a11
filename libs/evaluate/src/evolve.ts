import type { CheckConfiguration, Observation, SeverityOrder, State, StateName } from '@panto/model';
import { arrivalOf } from './arrival-of';
import { evaluate } from './evaluation';
import { blank, type CheckMemory, type Seen } from './memory';
import { forget, grownBy, joinedBy, ownPast, pastFor } from './past';
import type { Plan } from './plan';
import { confirmationDepth } from './confirm-state';
import type { Truth } from './truth';

/** The memory after a change of the configuration; conditions that did not change keep their latches. */
export function seeConfiguration(
  memory: CheckMemory,
  configuration: CheckConfiguration | null,
  planOf: (configuration: CheckConfiguration) => Plan,
): CheckMemory {
  if (configuration === null) return blank;
  const { seen } = memory;
  const plan = planOf(configuration);
  const known = seen.configuration === null ? [] : planOf(seen.configuration).conditions;
  const latched = new Set(known.filter((c) => seen.latches[c.index]).map((c) => c.identity));
  const next: Seen = {
    ...seen,
    configuration,
    latches: latched.size === 0 ? plan.unlatched : plan.conditions.map((c) => latched.has(c.identity)),
    past: forget(pastFor(plan, ownPast(seen.past, seen.newest)), plan, seen.newest ?? 0),
    recent: seen.recent.slice(-confirmationDepth(configuration.confirm)),
  };
  return { seen: next, said: memory.said };
}

/** The truths of the last evaluation: its reasons are usually asked for right after it. */
export interface LastEvaluation {
  observation: Observation | undefined;
  truths: readonly Truth[];
}

/** What evaluation needs besides a Result and a memory. */
export interface Evaluating {
  readonly planOf: (configuration: CheckConfiguration) => Plan;
  readonly severity: SeverityOrder;
  readonly last: LastEvaluation;
}

/** The memory after a Result. Unconfigured Checks are not remembered, because anybody may produce results. */
export function seeResult(
  memory: CheckMemory,
  observation: Observation,
  { planOf, severity, last }: Evaluating,
): CheckMemory {
  const { seen, said } = memory;
  const { configuration, newest, latches, recent } = seen;
  const arrival = Math.max(observation.arrival, seen.arrival ?? -Infinity);
  const kind = arrivalOf(seen, observation);
  if (configuration === null || kind === 'unassigned') return memory;
  if (kind === 'duplicate') return { seen: { ...seen, arrival }, said };
  const plan = planOf(configuration);
  // A snapshot may have been written by a version that kept the fields in another order.
  const past = pastFor(plan, ownPast(seen.past, newest));
  if (kind === 'late') return { seen: { ...seen, arrival, past: joinedBy(past, plan, observation) }, said };
  const { timestamp } = observation;
  const sight = { observation, past: grownBy(past, plan, observation), latches };
  const { worth, latches: next, truths } = evaluate(plan, sight, severity);
  last.observation = observation;
  last.truths = truths;
  return {
    // Written out field by field: this runs for every result, and a spread costs many times as much.
    seen: {
      configuration,
      newest: timestamp,
      arrival,
      past: sight.past,
      latches: next,
      recent: withWorth(recent, worth, confirmationDepth(configuration.confirm)),
    },
    said,
  };
}

/** Lists of one element, shared by all Checks. */
const only: Readonly<Record<StateName, readonly StateName[]>> = {
  UNKNOWN: ['UNKNOWN'],
  OK: ['OK'],
  WARNING: ['WARNING'],
  CRITICAL: ['CRITICAL'],
  MISSING_DATA: ['MISSING_DATA'],
  ERROR: ['ERROR'],
};

function withWorth(recent: readonly StateName[], worth: StateName, depth: number): readonly StateName[] {
  if (depth === 1) return only[worth];
  return [...recent, worth].slice(-depth);
}

/** The memory after a State record was published. */
export function rememberState(memory: CheckMemory, state: State): CheckMemory {
  const { since, occurrences, problemOccurrences, timestamp } = state;
  const missed = state.state === 'MISSING_DATA' ? timestamp : null;
  const said = { state: state.state, since, occurrences, problemOccurrences, missed };
  return { seen: memory.seen, said };
}
