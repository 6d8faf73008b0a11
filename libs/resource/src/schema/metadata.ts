import { z } from 'zod';
import { looksLikeUuid } from '../identity';
import { nameField } from './name-field';

const mostLabels = 64;

/** Labels: names and texts, for routing and queries. */
export const labelsField = z
  .record(nameField, z.string().max(1_000))
  .refine((labels) => Object.keys(labels).length <= mostLabels, `must have ${mostLabels} labels or fewer`);

/** Common to all resources: a name, optionally a UUID, labels. */
export const metadataSchema = z.strictObject({
  id: z
    .string()
    .refine(looksLikeUuid, 'must be a UUID such as 5f0c9a52-1d1e-4f0a-9a4e-3c1d5b7a9e01, or be omitted')
    .transform((id) => id.toLowerCase())
    .optional(),
  name: nameField,
  labels: labelsField.default({}),
});

/** Metadata as read. */
export type Metadata = z.output<typeof metadataSchema>;
