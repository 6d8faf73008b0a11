import { compareSeverity, type NotificationReason, type SeverityOrder, type StateName } from '@panto/model';

/** Why a Channel is told a State of a problem, given the State it was told before (null: none). */
export function reasonToSend(
  state: StateName,
  told: StateName | null,
  severity: SeverityOrder,
): NotificationReason {
  if (told === null) return 'first';
  const difference = compareSeverity(severity, state, told);
  if (difference > 0) return 'worsened';
  return state === told ? 'repeated' : 'changed';
}
