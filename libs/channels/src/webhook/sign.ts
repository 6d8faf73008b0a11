import { createHmac } from 'node:crypto';

/**
 * The headers of Standard Webhooks 1.0: the id is the same for all attempts, so that the receiver can detect
 * a repetition; with a secret, id, time and body are signed.
 */
export function webhookHeaders(
  id: string,
  now: number,
  body: string,
  secret: string | null,
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(now / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': seconds };
  if (secret === null) return headers;
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}

/** `whsec_` marks base64; any other secret is used as its own bytes. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret);
}
