import { z } from 'zod';
import { timeout } from '../parameter';

/** Parameters of the Probe `disk-usage`. */
export const diskUsageParameters = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(4096)
    .refine((path) => !path.includes('\0'), 'must not contain a NUL character')
    .default('/')
    .meta({ text: 'A path on the file system to check; one Check per file system.' }),
  timeout: timeout(5_000),
});
