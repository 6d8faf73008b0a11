import { z } from 'zod';
import { describe } from '../explain';
import { parseTimestamp } from '../timestamp';

const advice = 'such as 2026-11-28T01:00:00Z';

/** A timestamp in a resource, as ms: RFC 3339, or a whole number of ms. */
export const timestampField = z.unknown().transform((value, context): number => {
  const time = parseTimestamp(value);
  if (time !== undefined) return time;
  context.addIssue(
    value === undefined
      ? `missing; it must be a time ${advice}`
      : `must be a time ${advice}, not ${describe(value)}`,
  );
  return z.NEVER;
});
