import { z } from 'zod';
import { secretField } from '../secret';

/** The PagerDuty service to notify. */
export const pagerdutySpec = z.strictObject({
  type: z.literal('pagerduty'),
  /** Integration key of Events API v2. */
  routingKey: secretField,
});

/** The spec of a Channel of type pagerduty. */
export type PagerdutySpec = z.output<typeof pagerdutySpec>;
