import { z } from 'zod';
import { alertKindValues, stateNameValues, type StateName } from '@panto/model';
import { labelsField } from './metadata';
import { nameField } from './name-field';

const stateWords = new Map(stateNameValues.map((state) => [word(state), state]));
const stateField = z
  .enum([...stateWords.keys()])
  .transform((state): StateName => stateWords.get(state) ?? 'UNKNOWN');

/** The spec of a Route: which Alerts go to which Channels; a list that is absent takes everything. */
export const routeSpec = z.strictObject({
  match: z
    .strictObject({
      labels: labelsField.optional(),
      states: z.array(stateField).min(1).optional(),
      rules: z.array(nameField).min(1).optional(),
      kinds: z.array(z.enum(alertKindValues)).min(1).optional(),
    })
    .default({}),
  channels: z.array(nameField).max(100),
  default: z.boolean().default(false),
});

/** A State as resources write it: `missing-data`. */
function word(state: StateName): string {
  return state.toLowerCase().replace('_', '-');
}
