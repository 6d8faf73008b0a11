import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;
const longest = 10 * unitMs.m;

/** Milliseconds of a duration (`250ms`, `5s`, or a number of seconds); null for anything else. */
function parseMilliseconds(value: string | number): number | null {
  if (typeof value === 'number') return value * 1000;
  const [, amount, unit] = pattern.exec(value) ?? [];
  const factor = unitMs[unit as keyof typeof unitMs];
  return amount === undefined ? null : Number(amount) * factor;
}

/**
 * A duration parameter: `250ms`, `5s`, `1m` or a number of seconds; whole ms, above 0, at most 10 minutes.
 */
export const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = parseMilliseconds(value);
  if (ms !== null && Number.isInteger(ms) && ms > 0 && ms <= longest) return ms;
  context.addIssue({
    code: 'custom',
    message: 'must be a duration above 0 and at most 10m, such as 250ms, 5s or a number of seconds',
  });
  return z.NEVER;
});

/** A host name or an IP address; never something that a program could take for an option. */
export const host = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9_:][A-Za-z0-9_.:%-]*$/, 'must be a host name or an IP address');

/** A TCP or UDP port. */
export const port = z.int().min(1).max(65_535);

/** The timeout that every Probe has. */
export const timeout = (ms: number) =>
  duration.default(ms).meta({ text: 'How long the whole execution may take.', unit: 'duration' });

/** An address; defaults to the Target's. */
export const address = host
  .optional()
  .meta({ text: "Host name or IP address; default: the Target's address." });

const pem = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Certificates to trust; refuses what OpenSSL would silently skip. */
export const ca = z
  .string()
  .refine(areCertificates, 'must be certificates in PEM')
  .optional()
  .meta({ text: 'Certificates (PEM) to trust instead of the system store.' });

function areCertificates(text: string): boolean {
  const found = text.match(pem) ?? [];
  try {
    return found.length > 0 && found.every((one) => new X509Certificate(one).subject !== undefined);
  } catch {
    return false;
  }
}
