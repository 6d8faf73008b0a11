import { z } from 'zod';
import { instant, uuid } from '../http/answer-fields';

/** Results of a Check that is not configured, for people. */
export const unassignedDocument = z
  .object({
    check: uuid.describe('the key of the Results: a Check with this id adopts them'),
    results: z.int().describe('how many there are'),
    first: instant.describe('timestamp of the first'),
    last: instant.describe('timestamp of the last'),
    interval: z.string().nullable().describe('average interval, in resource notation; null: there is only one'), // prettier-ignore
    metrics: z.array(z.string()).describe('names of their metrics, a hundred at most'),
  })
  .readonly();

/** Results of a Check that is not configured, for people. */
export type UnassignedDocument = z.output<typeof unassignedDocument>;
