import { z } from 'zod';
import { parseDuration } from './duration';

/** A duration from the environment, as in resources: `30s`, `1h`, or a number of seconds; ms. */
export const durationSetting = (standard: string, least: 0 | 1 = 1) =>
  z
    .string()
    .default(standard)
    .transform((text, context) => {
      const read = parseDuration(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text, least);
      if (read.ok) return read.milliseconds;
      context.addIssue('must be a duration such as 30s, 5m or 1h');
      return z.NEVER;
    });
