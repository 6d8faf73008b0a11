import type { StateName } from './generated/types';

/** The States from best to worst; "worse" everywhere means later in this list. */
export type SeverityOrder = readonly StateName[];

/** The order of the contract (4.8); a setting may change it. */
export const defaultSeverity: SeverityOrder = [
  'OK',
  'UNKNOWN',
  'WARNING',
  'MISSING_DATA',
  'ERROR',
  'CRITICAL',
];

/** Compares two States: negative when `a` is better than `b`, positive when it is worse. */
export function compareSeverity(order: SeverityOrder, a: StateName, b: StateName): number {
  return order.indexOf(a) - order.indexOf(b);
}

/** The worse of two States. */
export function worse(order: SeverityOrder, a: StateName, b: StateName): StateName {
  return a !== b && compareSeverity(order, b, a) > 0 ? b : a;
}

/** The order that a text lists: each State once, separated by commas, OK first; undefined if it is invalid. */
export function severityOf(text: string): SeverityOrder | undefined {
  const names = text.split(',').map((name) => name.trim().toUpperCase());
  const order = names.flatMap((name) => defaultSeverity.find((state) => state === name) ?? []);
  const complete = order.length === names.length && new Set(order).size === defaultSeverity.length;
  return complete && names.length === defaultSeverity.length && order[0] === 'OK' ? order : undefined;
}
