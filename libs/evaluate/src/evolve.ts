import type { CheckConfiguration, Observation, State } from '@panto/model';
import { evaluate } from './evaluation';
import { blank, nothing, type CheckMemory, type Seen } from './memory';
import { forget, isHeld, pastFor, remember } from './past';
import type { EvaluateSettings, Plan } from './plan';
import { confirmationDepth } from './takeover';

/** The memory after a change of the configuration; latches of conditions that stayed as they were are kept. */
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
    latches: plan.conditions.map((c) => latched.has(c.identity)),
    past: forget(pastFor(plan, seen.past), plan, seen.newest ?? 0),
    recent: seen.recent.slice(-confirmationDepth(configuration.confirm)),
  };
  return { ...memory, seen: next, latest: nothing };
}

/** A Check that is not configured is not remembered: anybody may produce results of any number of them. */
const unassigned: CheckMemory = { ...blank, latest: { kind: 'unassigned' } };

/** The memory after a Result. */
export function seeResult(
  memory: CheckMemory,
  observation: Observation,
  planOf: (configuration: CheckConfiguration) => Plan,
  settings: EvaluateSettings,
): CheckMemory {
  const { configuration } = memory.seen;
  if (configuration === null) return unassigned;
  const seen = { ...memory.seen, arrival: Math.max(observation.arrival, memory.seen.arrival ?? -Infinity) };
  const plan = planOf(configuration);
  const { timestamp } = observation;
  if (timestamp === seen.newest || isHeld(seen.past, timestamp)) {
    return { ...memory, seen, latest: { kind: 'duplicate' } };
  }
  if (seen.newest !== null && timestamp < seen.newest) {
    const past = forget(remember(seen.past, observation), plan, seen.newest);
    return { ...memory, seen: { ...seen, past }, latest: { kind: 'late' } };
  }
  return evaluated({ ...memory, seen }, configuration, plan, observation, settings);
}

function evaluated(
  { seen, said }: CheckMemory,
  configuration: CheckConfiguration,
  plan: Plan,
  observation: Observation,
  settings: EvaluateSettings,
): CheckMemory {
  const { timestamp, arrival, error } = observation;
  const now = remember(seen.past, observation);
  const evaluation =
    error === null
      ? evaluate(plan, observation, { before: seen.past, now }, seen.latches, settings.severity)
      : undefined;
  const worth = evaluation?.worth ?? 'ERROR';
  return {
    said,
    seen: {
      configuration,
      newest: timestamp,
      arrival: seen.arrival,
      past: forget(now, plan, timestamp),
      latches: evaluation?.latches ?? seen.latches,
      recent: [...seen.recent, worth].slice(-confirmationDepth(configuration.confirm)),
    },
    latest: {
      kind: 'evaluated',
      timestamp,
      arrival,
      outcome: evaluation === undefined ? { error: error ?? '' } : { evaluation },
    },
  };
}

/** The memory after a State record was published. */
export function rememberState(memory: CheckMemory, state: State): CheckMemory {
  const { since, occurrences, problemOccurrences, timestamp } = state;
  const missed = state.state === 'MISSING_DATA' ? timestamp : null;
  const said = { state: state.state, since, occurrences, problemOccurrences, missed };
  return { seen: memory.seen, said, latest: nothing };
}
