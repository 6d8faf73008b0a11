import { z } from 'zod';

/** A UUID in a response. */
export const uuid = z.string().meta({ format: 'uuid' });

/** A time in a response, as RFC 3339. */
export const instant = z.string().meta({ format: 'date-time' });

/** A resource by UUID and name. */
export const named = z.object({ id: uuid, name: z.string() }).readonly();
