import { z } from 'zod';

const count = z.coerce.number().int();

/** What is stored of a Check that was not configured at the time. */
export const unassignedResults = z.object({
  check: z.string(),
  results: count,
  /** Timestamps, ms. */
  first: count,
  last: count,
  metrics: z.array(z.string()),
});

/** What is stored of a Check that was not configured at the time. */
export type UnassignedResults = z.output<typeof unassignedResults>;

/** Unassigned Results, as far as they have been stored. */
export interface UnassignedStore {
  /** Those that arrived since a time, ms; most recently heard Check first. */
  list(since: number, limit: number): Promise<readonly UnassignedResults[]>;
}
