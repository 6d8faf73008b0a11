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
  { upTo, clock }: { readonly upTo: number; readonly clock: number },
  severity: SeverityOrder,
): void {
  for (const { rule, time } of endsUpTo(narration.memory, standing.changes, upTo)) {
    const arrival = decidedAt(time, standing.state, clock);
    narration.tell({
      rule,
      status: 'resolved',
      state: standing.state.state,
      timestamp: time,
      arrival,
      cause: standing.state,
      text: `the State settled: ${atMost(rule.settle)} in the last ${rule.within / 1000} s`,
    });
    if (!rule.holdChanges || holding(narration.memory).length > 0) continue;
    const changeRules =
      narration.memory.seen.configuration?.alerts.filter((other) => other.type === 'change') ?? [];
    for (const change of changeRules)
      tellSettled(narration, change, standing.state, { end: time, arrival }, severity);
  }
}

/**
 * When an end was due on the clock of arrivals: at the end, unless a record that is ahead of the clock brings it
 * sooner; and not before the record that began the flap, which may be old news. What it brings moves the clock of the
 * next stage, and nobody's own clock may do that.
 */
const decidedAt = (end: number, { arrival }: State, clock: number): number =>
  Math.max(arrival, Math.min(end, clock));

function atMost(settle: number): string {
  return settle === 0 ? 'no change' : `${sayCount(settle, 'change')} or fewer`;
}
