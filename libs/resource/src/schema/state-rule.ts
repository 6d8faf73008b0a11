import { z } from 'zod';
import type { EntryState } from '@panto/model';
import { historyCondition, thresholdCondition, trendCondition } from './condition';
import { nameField } from './name-field';

const entryStates: Readonly<Record<'critical' | 'warning', EntryState>> = {
  critical: 'CRITICAL',
  warning: 'WARNING',
};
/** Maximum number of entries of a rule, and of conditions of an entry. */
const most = 100;

function rule<Type extends string, Condition extends z.ZodType>(type: Type, condition: Condition) {
  const entry = z.strictObject({
    state: z.enum(['critical', 'warning']).transform((state) => entryStates[state]),
    match: z.enum(['all', 'any']).default('all'),
    conditions: z.array(condition).min(1).max(most),
  });
  return z.strictObject({
    name: nameField,
    type: z.literal(type),
    states: z.array(entry).min(1).max(most),
  });
}

/** A state rule: one of the three algorithms. */
export const stateRule = z.discriminatedUnion('type', [
  rule('threshold', thresholdCondition),
  rule('trend', trendCondition),
  rule('history', historyCondition),
]);
