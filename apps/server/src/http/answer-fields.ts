import { z } from 'zod';

/** A UUID in an answer. */
export const uuid = z.string().meta({ format: 'uuid' });

/** A time in an answer, as RFC 3339. */
export const instant = z.string().meta({ format: 'date-time' });

/** Something by its UUID and its name. */
export const named = z.object({ id: uuid, name: z.string() }).readonly();
