import { z } from 'zod';

/** An address without a display name, so that no list of addresses or header can hide in it. */
const addressField = z.email({ pattern: z.regexes.html5Email, error: 'must be an e-mail address' }).max(254);

/** The recipients of an e-mail. */
export const emailSpec = z.strictObject({
  type: z.literal('email'),
  to: z.array(addressField).min(1).max(100),
  cc: z.array(addressField).max(100).optional(),
});

/** The spec of a Channel of type email. */
export type EmailSpec = z.output<typeof emailSpec>;
