import type { CheckConfiguration } from '@panto/model';
import { expectedAlerts, type ExpectedAlert } from './alerts';
import { arrive, handle, type Line } from './recording';
import { expectedStates, type ExpectedState } from './states';

/** Everything that follows from a recording, by the letter of the contract. */
export interface Expectation {
  readonly states: readonly ExpectedState[];
  readonly alerts: readonly ExpectedAlert[];
  /**
   * Results that made no State, and what else may be reported of them: how long a timestamp is kept is left open (3.2).
   */
  readonly notes: readonly { readonly check: string; readonly reason: string; readonly or?: string }[];
}

/**
 * A second reading of the contract (sections 3, 4, 5 and 7): nothing is remembered, everything is derived anew from the
 * whole recording. It is slow on purpose, and shares no code with the folds.
 */
export function expectation(
  configurations: readonly CheckConfiguration[],
  lines: readonly Line[],
  until?: number,
): Expectation {
  const arrived = arrive(lines, until);
  const end = until ?? arrived.at(-1)?.arrival ?? -Infinity;
  const checks = arrived.length === 0 ? [] : configurations;
  const perCheck = checks.map((configuration) => {
    const states = expectedStates(configuration, arrived, end);
    return { states, alerts: expectedAlerts(configuration.id, configuration.alerts, states, end) };
  });
  const known = checks
    .flatMap(({ id }) => handle(id, arrived))
    .filter(({ standing }) => standing !== 'evaluated');
  const strange = arrived.filter(({ check, dead }) => !dead && !checks.some(({ id }) => id === check));
  return {
    states: perCheck.flatMap(({ states }) => states),
    alerts: perCheck.flatMap(({ alerts }) => alerts),
    notes: [
      ...known.map(({ check, standing }) => ({
        check,
        reason: standing,
        ...(standing === 'duplicate' ? { or: 'late' } : {}),
      })),
      ...strange.map(({ check }) => ({ check, reason: 'unassigned' })),
    ],
  };
}
