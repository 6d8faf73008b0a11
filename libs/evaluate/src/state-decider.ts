import type { Decider } from '@panto/decider';
import type { CheckConfiguration, Observation, Reason, State, StateName } from '@panto/model';
import { arrivalOf } from './arrival-of';
import { truthsOf } from './evaluation';
import { type LastEvaluation, rememberState, seeConfiguration, seeResult } from './evolve';
import { blank, deadlineOf, type CheckMemory } from './memory';
import { planOf, type EvaluateSettings, type Plan } from './plan';
import { prefetchMemories } from './prefetch';
import { confirmingReason, errorReason, missingReason, reasonsOf } from './reasons';
import { confirmState } from './confirm-state';

/** Inputs of the fold from Results to States. */
export type StateInput =
  | { readonly type: 'check'; readonly configuration: CheckConfiguration | null; readonly time: number }
  | { readonly type: 'result'; readonly observation: Observation }
  | { readonly type: 'tick'; readonly time: number };

/** Why a Result made no State; a closed list, used in metrics and logs. */
export type StateNote = 'duplicate' | 'late' | 'unassigned';

/** Outputs of the fold from Results to States. */
export type StateOutput =
  | { readonly type: 'state'; readonly state: State }
  | { readonly type: 'removed'; readonly time: number }
  | { readonly type: 'note'; readonly reason: StateNote };

/** The fold from the Results of a Check to its States (contract, 3 and 4). */
export function stateDecider(settings: EvaluateSettings): Decider<CheckMemory, StateInput, StateOutput> {
  // Checks that share their rules share a plan.
  const plans = new WeakMap<CheckConfiguration['states'], Plan>();
  const plan = ({ states }: CheckConfiguration): Plan => {
    const known = plans.get(states);
    if (known !== undefined) return known;
    const made = planOf(states, settings);
    plans.set(states, made);
    return made;
  };
  const last: LastEvaluation = { observation: undefined, truths: [] };
  return {
    initial: () => blank,
    evolve(memory, fact) {
      switch (fact.type) {
        case 'check':
          return seeConfiguration(memory, fact.configuration, plan);
        case 'result':
          return seeResult(memory, fact.observation, { planOf: plan, severity: settings.severity, last });
        case 'state':
          return rememberState(memory, fact.state);
        case 'tick':
        case 'removed':
        case 'note':
          return memory;
      }
    },
    decide(input, memory, before) {
      switch (input.type) {
        case 'check':
          return input.configuration === null ? [{ type: 'removed', time: input.time }] : [];
        case 'result':
          return decideResult({ before, memory, observation: input.observation, last }, plan, settings);
        case 'tick':
          return decideTime(memory, input.time);
      }
    },
    /** The first moment after the deadline: a Result that arrives at the deadline itself is in time. */
    dueAt(memory) {
      const deadline = deadlineOf(memory);
      return deadline === undefined ? undefined : deadline + 1;
    },
    tick: (time) => ({ type: 'tick', time }),
    prefetch: prefetchMemories,
  };
}

/** A Result, and the memory without and with it. */
interface Told {
  readonly observation: Observation;
  readonly before: CheckMemory;
  readonly memory: CheckMemory;
  readonly last: LastEvaluation;
}

function decideResult(
  told: Told,
  plan: (configuration: CheckConfiguration) => Plan,
  settings: EvaluateSettings,
): readonly StateOutput[] {
  const { memory, before, observation } = told;
  const { configuration, recent } = memory.seen;
  const kind = arrivalOf(before.seen, observation);
  if (configuration === null || kind === 'unassigned') return [{ type: 'note', reason: 'unassigned' }];
  if (kind !== 'new') return [{ type: 'note', reason: kind }];
  const present = memory.said?.state ?? 'UNKNOWN';
  const state = confirmState(present, recent, configuration.confirm, settings.severity);
  if (state === 'OK' && memory.said?.state === 'OK') return [];
  const { timestamp, arrival } = observation;
  const late = arrival - timestamp > configuration.missingAfter;
  const reasons = reasonsFor(told, plan(configuration), state);
  return [stateOutput(memory, configuration, { state, timestamp, arrival, late, reasons })];
}

/**
 * Why the State is what it is. Computed by evaluating again: most results need no reasons, and should store
 * nothing for them.
 */
function reasonsFor({ memory, before, observation, last }: Told, plan: Plan, state: StateName): Reason[] {
  const worth = memory.seen.recent.at(-1) ?? state;
  const sight = { observation, past: memory.seen.past, latches: before.seen.latches };
  const truths = last.observation === observation ? last.truths : truthsOf(plan, sight);
  const reasons =
    observation.error === null ? reasonsOf(plan, sight, truths, worth) : [errorReason(observation.error)];
  return worth === state ? reasons : [confirmingReason(worth, state), ...reasons];
}

function decideTime(memory: CheckMemory, time: number): readonly StateOutput[] {
  const { configuration, arrival } = memory.seen;
  const deadline = deadlineOf(memory);
  if (configuration === null || deadline === undefined || time <= deadline) return [];
  const reasons = [missingReason(arrival, configuration.createdAt, configuration.missingAfter)];
  return [
    stateOutput(memory, configuration, {
      state: 'MISSING_DATA',
      timestamp: deadline,
      arrival: deadline,
      late: false,
      reasons,
    }),
  ];
}

type Decided = Pick<State, 'state' | 'timestamp' | 'arrival' | 'late' | 'reasons'>;

/** The State record after an evaluation; counts and `since` follow from the previous record. */
function stateOutput(
  { said }: CheckMemory,
  configuration: CheckConfiguration,
  decided: Decided,
): StateOutput {
  const { state, timestamp } = decided;
  const repeats = said?.state === state;
  return {
    type: 'state',
    // Written out field by field: this is the hottest object of the product, and a spread costs ten times as
    // much.
    state: {
      check: configuration.id,
      target: configuration.target,
      state,
      previous: said?.state ?? 'UNKNOWN',
      timestamp,
      arrival: decided.arrival,
      since: repeats ? said.since : timestamp,
      occurrences: repeats ? said.occurrences + 1 : 1,
      problemOccurrences: state === 'OK' ? 0 : (said?.problemOccurrences ?? 0) + 1,
      reasons: decided.reasons,
      version: configuration.version,
      late: decided.late,
    },
  };
}
