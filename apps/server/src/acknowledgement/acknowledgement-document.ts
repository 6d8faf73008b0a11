import { parseTimestamp } from '@panto/resource';
import { z } from 'zod';
import { instant, named, uuid } from '../http/answer-fields';

const until = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const time = parseTimestamp(text);
    if (time !== undefined) return time;
    context.addIssue(`must be a time such as 2026-11-28T01:00:00Z, not ${JSON.stringify(text)}`);
    return z.NEVER;
  });

/** A request to acknowledge the open problems of a Check. */
export const acknowledgementWish = z.strictObject({
  reason: z.string().min(1).max(1_000).describe('what is being done'),
  author: z.string().max(255).default('').describe('who is working on it'),
  until: until.nullable().default(null).describe('when it ends; null: with the problem'),
  sticky: z.boolean().default(false).describe('also withhold worse States'),
  episodes: z
    .array(z.uuid().toLowerCase())
    .max(100)
    .default([])
    .describe('only these episodes; empty: all that have begun'),
});

/** A request to acknowledge. */
export type AcknowledgementWish = z.output<typeof acknowledgementWish>;

/** The newest acknowledgement of a Check, for people. */
export const acknowledgementDocument = z
  .object({
    id: uuid,
    check: named,
    episodes: z.array(uuid).readonly().describe('the acknowledged episodes; empty: all that had begun'),
    reason: z.string(),
    author: z.string(),
    acknowledgedAt: instant,
    until: instant.nullable().describe('when it ends; null: with the problem'),
    sticky: z.boolean(),
  })
  .readonly();

/** The newest acknowledgement of a Check, for people. */
export type AcknowledgementDocument = z.output<typeof acknowledgementDocument>;
