import type { AlertOutput, AlertSettings } from './alert-decider';
import { holding } from './flap';
import type { AlertMemory } from './memory';
import { Narration } from './narration';
import { tellSettled } from './tell-change';

/**
 * A rule, or a whole Check, that is removed from the configuration can never resolve what it fired. Its open
 * episodes are resolved on the spot, so that nobody is left with a page that nothing will ever close.
 */
export function decideConfiguration(
  memory: AlertMemory,
  time: number,
  settings: AlertSettings,
): readonly AlertOutput[] {
  const { configuration, state } = memory.seen;
  const orphans = Object.entries(memory.episodes).filter(
    ([name, { kind }]) => !configuration?.alerts.some((rule) => rule.name === name && rule.type === kind),
  );
  if (state === null || orphans.length === 0) return [];
  const narration = new Narration(memory, state.check);
  for (const [name, { kind }] of orphans) {
    narration.tell({
      rule: { name, type: kind },
      status: 'resolved',
      state: state.state,
      timestamp: time,
      arrival: time,
      cause: state,
      text: configuration === null ? 'the Check was removed' : 'the rule was removed',
    });
  }
  // What a removed flap rule was holding back is reported as if the flap had ended.
  if (orphans.some(([, { kind }]) => kind === 'flap') && holding(narration.memory).length === 0) {
    const changeRules = configuration?.alerts.filter((rule) => rule.type === 'change') ?? [];
    for (const rule of changeRules)
      tellSettled(narration, rule, state, { end: time, arrival: time }, settings.severity);
  }
  return narration.outputs;
}
