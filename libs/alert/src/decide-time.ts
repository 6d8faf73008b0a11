import type { AlertOutput, AlertSettings } from './alert-decider';
import { endFlaps } from './end-flaps';
import type { AlertMemory } from './memory';
import { Narration } from './narration';

/** The Alerts that time alone causes: ends of flaps. */
export function decideTime(
  memory: AlertMemory,
  time: number,
  settings: AlertSettings,
): readonly AlertOutput[] {
  const { configuration, state, changes } = memory.seen;
  if (configuration === null || state === null) return [];
  const narration = new Narration(memory, configuration.id);
  endFlaps(narration, { state, changes }, { upTo: time, clock: time }, settings.severity);
  return narration.outputs;
}
