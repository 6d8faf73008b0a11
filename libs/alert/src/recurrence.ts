import type { RecurrenceRule, State } from '@panto/model';

/** Whether a recurrence rule fires at this State record. `open`: its episode is already open. */
export function recurs(rule: RecurrenceRule, state: State, open: boolean): boolean {
  if (state.state === 'OK') return false;
  const count = rule.counts === 'not-ok' ? state.problemOccurrences : state.occurrences;
  const over = count - rule.moreThan - 1;
  if (over < 0) return false;
  // A rule added after the problem began has missed its first occurrence, and fires at the next one.
  if (over === 0 || !open) return true;
  return rule.repeatEvery !== undefined && over % rule.repeatEvery === 0;
}
