import { z } from 'zod';

/** The part of a Channel's spec common to all types; the channels library validates the rest. */
export const channelSpec = z.looseObject({ type: z.enum(['email', 'sms', 'webhook', 'pagerduty']) });
