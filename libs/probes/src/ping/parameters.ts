import { z } from 'zod';
import { address, duration, timeout } from '../parameter';

/** Parameters of the Probe `ping`. */
export const pingParameters = z.strictObject({
  address,
  count: z.int().min(1).max(100).default(4).meta({ text: 'How many packets are sent.' }),
  interval: duration
    .refine((ms) => ms >= 200, 'must be at least 200ms')
    .default(1_000)
    .meta({ text: 'Time between packets.', unit: 'duration' }),
  timeout: timeout(10_000),
});
