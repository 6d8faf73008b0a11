import { z } from 'zod';
import { alertRule } from './alert-rule';
import { durationField } from './duration-field';
import { nameField } from './name-field';
import { stateRule } from './state-rule';

const occurrences = z.int().min(1);
/** Maximum number of rules of a Check. */
const most = 200;

/** The spec of a Check; `states` and `alerts` with their defaults filled in, durations in ms. */
export const checkSpec = z.strictObject({
  target: nameField,
  agent: nameField.optional(),
  probe: nameField.optional(),
  parameters: z.record(z.string(), z.unknown()).default({}),
  interval: durationField(),
  missingAfter: durationField().optional(),
  confirm: z
    .strictObject({
      worse: occurrences.default(1),
      better: occurrences.default(1),
      error: occurrences.default(1),
    })
    .default({ worse: 1, better: 1, error: 1 }),
  states: z.array(stateRule).max(most).default([]),
  alerts: z.array(alertRule).max(most).default([]),
});
