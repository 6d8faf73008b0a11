import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A secret: preferably a reference, so that no topic contains it; plain text is accepted too. */
export const secretField = z.union([
  z.string().min(1),
  z.strictObject({
    env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
  }),
  z.strictObject({ file: z.string().startsWith('/', 'must be an absolute path') }),
]);

/** A secret as configured. */
export type Secret = z.output<typeof secretField>;

/** Resolves a configured secret to its text, at the moment of sending. */
export type ReadSecret = (secret: Secret) => Promise<string>;

/** A reference to a secret cannot be resolved. The message names the reference, never its value. */
export class MissingSecret extends Error {
  override readonly name = 'MissingSecret';
}

/** Reads secrets from an environment and from files. */
export function secretReader(env: Readonly<Record<string, string | undefined>>): ReadSecret {
  return async (secret) => {
    if (typeof secret === 'string') return secret;
    const text =
      'env' in secret ? env[secret.env] : await readFile(secret.file, 'utf8').catch(() => undefined);
    if (text === undefined || text.trim() === '') {
      const where = 'env' in secret ? `environment variable ${secret.env}` : `file ${secret.file}`;
      throw new MissingSecret(`the secret is missing: set the ${where}`);
    }
    return text.trim();
  };
}
