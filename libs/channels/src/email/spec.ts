import { z } from 'zod';

/** An address without a display name: a list of addresses or a header cannot hide in it. */
const addressField = z.email({ pattern: z.regexes.html5Email, error: 'must be an e-mail address' }).max(254);

/** Whom an e-mail goes to. */
export const emailSpec = z.strictObject({
  type: z.literal('email'),
  to: z.array(addressField).min(1).max(100),
  cc: z.array(addressField).max(100).optional(),
});

/** The spec of a Channel of type email. */
export type EmailSpec = z.output<typeof emailSpec>;
