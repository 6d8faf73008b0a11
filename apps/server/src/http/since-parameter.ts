import { z } from 'zod';

/** The parameter `since`, RFC 3339, as ms. */
export const sinceParameter = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .optional();
