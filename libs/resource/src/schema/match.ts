import { z } from 'zod';
import { alertKindValues, stateNameValues, type StateName } from '@panto/model';
import { labelsField } from './metadata';
import { nameField } from './name-field';

const stateWords = new Map(stateNameValues.map((state) => [word(state), state]));
const stateField = z
  .enum([...stateWords.keys()])
  .transform((state): StateName => stateWords.get(state) ?? 'UNKNOWN');

/** What Routes and Silences can match on in an Alert; absent keys match everything. */
export const matchKeys = {
  labels: labelsField.optional(),
  states: z.array(stateField).min(1).optional(),
  rules: z.array(nameField).min(1).optional(),
  kinds: z.array(z.enum(alertKindValues)).min(1).optional(),
};

/** A State as resources write it: `missing-data`. */
function word(state: StateName): string {
  return state.toLowerCase().replace('_', '-');
}
