import type { Confirmation, SeverityOrder, StateName } from '@panto/model';
import { compareSeverity } from '@panto/model';

/** States that any next evaluation replaces at once. */
const provisional: readonly StateName[] = ['UNKNOWN', 'MISSING_DATA', 'ERROR'];

/** How many evaluations confirmation needs to remember. */
export function confirmationDepth(confirm: Confirmation): number {
  return Math.max(confirm.worse, confirm.better, confirm.error);
}

/**
 * The State after an evaluation (contract, 4.6). `recent` holds what the last evaluations were worth, newest
 * last; ERROR stands for an error result and nothing else.
 */
export function confirmState(
  present: StateName,
  recent: readonly StateName[],
  confirm: Confirmation,
  severity: SeverityOrder,
): StateName {
  const newest = recent.at(-1) ?? present;
  if (newest === present || provisional.includes(present)) return newest;
  const side = compareSeverity(severity, newest, present) > 0 ? 1 : -1;
  const needed = newest === 'ERROR' ? confirm.error : side > 0 ? confirm.worse : confirm.better;
  const last = recent.slice(-needed);
  const counts = (worth: StateName) =>
    newest === 'ERROR' ? worth === 'ERROR' : Math.sign(compareSeverity(severity, worth, present)) === side;
  return last.length === needed && last.every(counts) ? newest : present;
}
