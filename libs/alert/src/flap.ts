import type { CheckConfiguration, FlapRule } from '@panto/model';
import { endOfFlap } from './changes';
import { ownOf, type AlertMemory } from './memory';

/** The flap rules of a Check. */
export function flapRules(configuration: CheckConfiguration): FlapRule[] {
  return configuration.alerts.filter((rule) => rule.type === 'flap');
}

/** The flap rules that are currently flapping. */
export function flapping({ seen, episodes }: AlertMemory): FlapRule[] {
  return seen.configuration === null
    ? []
    : flapRules(seen.configuration).filter((rule) => ownOf(episodes, rule.name) !== undefined);
}

/** The flap rules that are currently flapping and hold change Alerts. */
export function holding(memory: AlertMemory): FlapRule[] {
  return flapping(memory).filter((rule) => rule.holdChanges);
}

/** The end of a flap, and its time. */
export interface FlapEnd {
  readonly rule: FlapRule;
  readonly time: number;
}

/** The flaps that end up to a moment, given the changes; earliest first. */
export function endsUpTo(memory: AlertMemory, changes: readonly number[], time: number): FlapEnd[] {
  return flapping(memory)
    .map((rule) => ({ rule, time: endOfFlap(changes, rule) }))
    .filter((end) => end.time <= time)
    .sort((a, b) => a.time - b.time);
}

/** Whether change Alerts are held: a flap holds them, and this is not its first move to CRITICAL. */
export function isHeld(memory: AlertMemory): boolean {
  const critical = memory.seen.state?.state === 'CRITICAL';
  return holding(memory).some((rule) => !critical || memory.seen.criticalMoves[rule.name] !== 1);
}
