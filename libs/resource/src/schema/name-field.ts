import { z } from 'zod';

/** A name: any text that a line of a log can hold. */
export const nameField = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must stand on one line, without control characters')
  .refine((name) => name === '' || name.trim() === name, 'must not begin or end with a space');
