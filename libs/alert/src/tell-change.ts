import type { ChangeRule, SeverityOrder, State, StateName } from '@panto/model';
import { compareSeverity } from '@panto/model';
import { ownOf } from './memory';
import type { Narration } from './narration';

/** Reports a change of State by a change rule, compared with the State before it. */
export function tellChange(
  narration: Narration,
  rule: ChangeRule,
  state: State,
  severity: SeverityOrder,
): void {
  if (state.state === state.previous) return;
  const worse = compareSeverity(severity, state.state, state.previous) > 0;
  const text = `${state.previous} to ${state.state}`;
  tell(narration, rule, { state: state.state, worse, timestamp: state.timestamp, arrival: state.arrival, cause: state, text }); // prettier-ignore
}

/** Reports the State in which a flap settled, unless the rule reported that State last (if it reported none: OK). */
export function tellSettled(
  narration: Narration,
  rule: ChangeRule,
  settled: State,
  { end, arrival }: { readonly end: number; readonly arrival: number },
  severity: SeverityOrder,
): void {
  const told = ownOf(narration.memory.episodes, rule.name)?.told ?? 'OK';
  if (settled.state === told) return;
  const worse = compareSeverity(severity, settled.state, told) > 0;
  const text = `settled at ${settled.state} after flapping`;
  tell(narration, rule, { state: settled.state, worse, timestamp: end, arrival, cause: settled, text });
}

interface Move {
  readonly state: StateName;
  readonly worse: boolean;
  readonly timestamp: number;
  readonly arrival: number;
  readonly cause: State;
  readonly text: string;
}

function tell(narration: Narration, rule: ChangeRule, { worse, ...move }: Move): void {
  if (move.state === 'OK') {
    if (narration.isOpen(rule.name)) narration.tell({ ...move, rule, status: 'resolved' });
    return;
  }
  if (worse || !rule.onlyWorse) narration.tell({ ...move, rule, status: 'firing' });
}
