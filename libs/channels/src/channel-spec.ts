import { z } from 'zod';
import { emailSpec } from './email/spec';
import { pagerdutySpec } from './pagerduty/spec';
import { smsSpec } from './sms/spec';
import { webhookSpec } from './webhook/spec';

/** The spec of a Channel, by type. */
export const channelSpec = z.discriminatedUnion('type', [emailSpec, smsSpec, webhookSpec, pagerdutySpec]);

/** The spec of a Channel of any type. */
export type ChannelSpec = z.output<typeof channelSpec>;

/** The types of Channel. */
export type ChannelType = ChannelSpec['type'];
