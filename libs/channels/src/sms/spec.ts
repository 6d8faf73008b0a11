import { z } from 'zod';

/** The recipients of a text message. */
export const smsSpec = z.strictObject({
  type: z.literal('sms'),
  to: z
    .array(
      z
        .string()
        .regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number in international form, such as +4915112345678'),
    )
    .min(1)
    .max(20),
  /** Maximum number of segments per message; each is paid for. */
  segments: z.int().min(1).max(10).default(1),
});

/** The spec of a Channel of type sms. */
export type SmsSpec = z.output<typeof smsSpec>;
