import type { FlapRule, State } from '@panto/model';
import type { AlertOutput, AlertSettings } from './alert-decider';
import { countWithin, withoutChange } from './changes';
import { endFlaps } from './end-flaps';
import { flapRules, isHeld } from './flap';
import type { AlertMemory } from './memory';
import { Narration } from './narration';
import { recurs } from './recurrence';
import { sayCount } from './say-count';
import { tellChange } from './tell-change';

/** The Alerts a State record causes: ends of flaps before it, then flap, change and recurrence (contract, 9.6). */
export function decideState(
  memory: AlertMemory,
  state: State,
  settings: AlertSettings,
): readonly AlertOutput[] {
  const { configuration, before, changes, changed } = memory.seen;
  if (configuration === null) return [];
  const narration = new Narration(memory, configuration.id);
  if (before !== null) {
    const standing = { state: before, changes: changed ? withoutChange(changes, state.timestamp) : changes };
    const due = { upTo: Math.max(state.timestamp, state.arrival), clock: state.arrival };
    endFlaps(narration, standing, due, settings.severity);
  }
  for (const rule of flapRules(configuration)) startFlap(narration, rule, state, changes);
  for (const rule of configuration.alerts) {
    if (rule.type === 'change' && !isHeld(narration.memory))
      tellChange(narration, rule, state, settings.severity);
  }
  for (const rule of configuration.alerts) {
    if (rule.type !== 'recurrence') continue;
    const open = narration.isOpen(rule.name);
    const text = lasting(state);
    if (recurs(rule, state, open)) narration.tell({ ...told(state), rule, status: 'firing', text });
    else if (open && state.state === 'OK') narration.tell({ ...told(state), rule, status: 'resolved', text });
  }
  return narration.outputs;
}

function startFlap(narration: Narration, rule: FlapRule, state: State, changes: readonly number[]): void {
  // An old State out of a spool can find many changes in its window without being a change itself.
  if (state.state === state.previous || narration.isOpen(rule.name)) return;
  const count = countWithin(changes, rule.within, state.timestamp);
  if (count <= rule.moreThan) return;
  const text = `${count} changes of State in the last ${rule.within / 1000} s, more than ${rule.moreThan}`;
  narration.tell({ ...told(state), rule, status: 'firing', text });
}

function told(state: State) {
  return { state: state.state, timestamp: state.timestamp, arrival: state.arrival, cause: state };
}

function lasting(state: State): string {
  return state.state === 'OK'
    ? 'OK again'
    : `not OK for ${sayCount(state.problemOccurrences, 'occurrence')}, ${state.state} for ${state.occurrences}`;
}
