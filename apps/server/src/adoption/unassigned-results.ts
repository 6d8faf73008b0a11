import { z } from 'zod';

const count = z.coerce.number().int();

/** What is stored of a Check that was not configured when it was stored. */
export const unassignedResults = z.object({
  check: z.string(),
  results: count,
  /** Timestamps, ms. */
  first: count,
  last: count,
  metrics: z.array(z.string()),
});

/** What is stored of a Check that was not configured when it was stored. */
export type UnassignedResults = z.output<typeof unassignedResults>;

/** Results that belong to nobody, as far as they have been stored. */
export interface UnassignedStore {
  /** Of those that arrived since then, ms; the Check that was heard last first. */
  list(since: number, limit: number): Promise<readonly UnassignedResults[]>;
}
