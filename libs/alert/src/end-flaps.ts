import type { SeverityOrder, State } from '@panto/model';
import { endsUpTo, holding } from './flap';
import type { Narration } from './narration';
import { sayCount } from './say-count';
import { tellSettled } from './tell-change';

/** The State and the changes in force while flaps ended. */
export interface Standing {
  readonly state: State;
  readonly changes: readonly number[];
}

/**
 * Ends the flaps that are due up to a moment, earliest first. When the last one that holds changes is over,
 * every change rule reports where the State settled.
 */
export function endFlaps(
  narration: Narration,
  standing: Standing,
  upTo: number,
  severity: SeverityOrder,
): void {
  for (const { rule, time } of endsUpTo(narration.memory, standing.changes, upTo)) {
    narration.tell({
      rule,
      status: 'resolved',
      state: standing.state.state,
      timestamp: time,
      arrival: time,
      cause: standing.state,
      text: `the State settled: ${atMost(rule.settle)} in the last ${rule.within / 1000} s`,
    });
    if (!rule.holdChanges || holding(narration.memory).length > 0) continue;
    const changeRules =
      narration.memory.seen.configuration?.alerts.filter((other) => other.type === 'change') ?? [];
    for (const change of changeRules) tellSettled(narration, change, standing.state, time, severity);
  }
}

function atMost(settle: number): string {
  return settle === 0 ? 'no change' : `${sayCount(settle, 'change')} or fewer`;
}
