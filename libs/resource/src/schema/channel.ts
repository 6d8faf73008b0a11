import { z } from 'zod';

/** The spec of a Channel as far as every type has it; what else a type knows is the business of the channels. */
export const channelSpec = z.looseObject({ type: z.enum(['email', 'sms', 'webhook', 'pagerduty']) });
