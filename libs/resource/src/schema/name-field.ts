import { z } from 'zod';

/** A name: any text that a line of a log can hold. */
export const nameField = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be on one line, without control characters')
  // A lone surrogate has no UTF-8 encoding: it would be stored as another name.
  .refine(
    (name) => !/\p{Surrogate}/u.test(name),
    'must not contain half a character; write the other half of the escape, too',
  )
  .refine((name) => name === '' || name.trim() === name, 'must not begin or end with a space');
