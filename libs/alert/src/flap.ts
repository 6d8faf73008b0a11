import type { CheckConfiguration, FlapRule } from '@panto/model';
import { endOfFlap } from './changes';
import { ownOf, type AlertMemory } from './memory';

/** The flap rules of a Check. */
export function flapRules(configuration: CheckConfiguration): FlapRule[] {
  return configuration.alerts.filter((rule) => rule.type === 'flap');
}

/** The flap rules whose flap is on. */
export function flapping({ seen, episodes }: AlertMemory): FlapRule[] {
  return seen.configuration === null
    ? []
    : flapRules(seen.configuration).filter((rule) => ownOf(episodes, rule.name) !== undefined);
}

/** The flap rules that are on and hold change alerts. */
export function holding(memory: AlertMemory): FlapRule[] {
  return flapping(memory).filter((rule) => rule.holdChanges);
}

/** A flap that ends, and when. */
export interface FlapEnd {
  readonly rule: FlapRule;
  readonly time: number;
}

/** The flaps that end up to a moment, given the changes, the first one first. */
export function endsUpTo(memory: AlertMemory, changes: readonly number[], time: number): FlapEnd[] {
  return flapping(memory)
    .map((rule) => ({ rule, time: endOfFlap(changes, rule) }))
    .filter((end) => end.time <= time)
    .sort((a, b) => a.time - b.time);
}

/** Whether a change alert is held: a flap holds, and this is not its first move to CRITICAL. */
export function isHeld(memory: AlertMemory): boolean {
  const critical = memory.seen.state?.state === 'CRITICAL';
  return holding(memory).some((rule) => !critical || memory.seen.criticalMoves[rule.name] !== 1);
}
