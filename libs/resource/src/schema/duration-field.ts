import { z } from 'zod';
import { parseDuration } from '../duration';

/** A duration in a resource, as ms; `least` 0 allows 0. */
export const durationField = (least: 0 | 1 = 1) =>
  z.unknown().transform((value, context): number => {
    if (value === undefined) {
      context.addIssue('missing; it must be a duration such as 30s');
      return z.NEVER;
    }
    const reading = parseDuration(value, least);
    if (reading.ok) return reading.milliseconds;
    context.addIssue(reading.message);
    return z.NEVER;
  });
