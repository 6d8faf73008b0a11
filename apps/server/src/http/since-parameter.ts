import { z } from 'zod';

/** From when on things are asked for, RFC 3339, as ms. */
export const sinceParameter = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional();
