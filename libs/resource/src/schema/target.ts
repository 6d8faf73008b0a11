import { z } from 'zod';
import { nameField } from './name-field';

/** The spec of a Target. */
export const targetSpec = z.strictObject({
  address: nameField.optional(),
  dependsOn: z.array(nameField).max(1_000).default([]),
});
