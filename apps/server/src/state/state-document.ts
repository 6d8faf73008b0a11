import { reasonKindValues, stateNameValues } from '@panto/model';
import { z } from 'zod';
import { instant, named } from '../http/answer-fields';

const compared = z.union([z.number(), z.string(), z.boolean()]).nullable();
/** A reason of a State. */
export const reasonDocument = z
  .object({
    rule: z.string().describe('state rule; empty for reasons without a rule'),
    kind: z.enum(reasonKindValues),
    field: z.string().nullable(),
    value: compared.describe('the present value; for a trend, the slope'),
    reference: compared.describe('the earlier sample of a history rule'),
    operator: z.string().nullable(),
    operand: compared.describe('the limit in force'),
    text: z.string().describe('the reason as a sentence'),
  })
  .readonly();

/** The present State of a Check, for people: with names, and with times as RFC 3339. */
export const stateDocument = z
  .object({
    check: named,
    target: named,
    state: z.enum(stateNameValues),
    previous: z
      .enum(stateNameValues)
      .nullable()
      .describe('null before the first evaluation, like all that follows'),
    timestamp: instant.nullable(),
    since: instant.nullable(),
    occurrences: z.int(),
    problemOccurrences: z.int(),
    reasons: z.array(reasonDocument).readonly(),
    version: z.int().nullable().describe('version of the configuration that was in force'),
  })
  .readonly();

/** The present State of a Check, for people. */
export type StateDocument = z.output<typeof stateDocument>;
