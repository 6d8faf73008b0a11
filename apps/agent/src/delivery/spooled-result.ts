import type { Result } from '@panto/model';
import { z } from 'zod';

/** A Result in transit: the key of its record, and the Result itself. */
export interface SpooledResult {
  readonly check: string;
  readonly result: Result;
}

/** JSON has one kind of number: here, integers beyond 2^53 are text. */
const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,20}$/)
    .transform(BigInt),
]);
const schema = z.object({
  check: z.string(),
  result: z.object({
    timestamp: z.int(),
    ints: z.record(z.string(), integer),
    floats: z.record(z.string(), z.number()),
    strings: z.record(z.string(), z.string()),
    bools: z.record(z.string(), z.boolean()),
    error: z.string().nullable(),
    agent: z.string().nullable(),
  }),
});

/** The spool's encoding of a Result. It is not the wire format, whose schema id only the registry knows. */
export function packResult(spooled: SpooledResult): Buffer {
  return Buffer.from(
    JSON.stringify(spooled, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  );
}

/** Decodes a Result; null if the bytes hold none that this version understands. */
export function unpackResult(bytes: Buffer): SpooledResult | null {
  try {
    return schema.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
