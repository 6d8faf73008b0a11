import { z } from 'zod';
import { duration, timeout } from '../parameter';

/** Parameters of the Probe `cpu`. */
export const cpuParameters = z.strictObject({
  over: duration
    .refine((ms) => ms >= 250, 'must be at least 250ms')
    .default(1_000)
    .meta({ text: 'How long the CPUs are observed.', unit: 'duration' }),
  timeout: timeout(5_000),
});
