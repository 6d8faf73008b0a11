import type { z } from 'zod';
import { Problem } from './problem';

/** A part of a request, parsed by its schema, or throws a problem that names the fault. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => ({
    pointer: path.map((step) => `/${String(step)}`).join(''),
    message,
  }));
  const detail = faults.map(({ pointer, message }) => `${where}${pointer}: ${message}`).join('; ');
  throw new Problem(400, 'faulty-request', detail, { faults });
}

/** A JSON body, parsed by its schema, or throws a problem. */
export function checkedJson<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Problem(400, 'faulty-request', `the body is not JSON: ${why}`);
  }
  return checked(schema, value, 'body');
}
