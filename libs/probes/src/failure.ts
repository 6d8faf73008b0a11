import type { MetricMaps } from './probe';

/** Why a Target is not up: what was measured, not a fault of the Probe. */
export const failureReasons = {
  timeout: 'No answer within the timeout.',
  refused: 'The connection was refused.',
  reset: 'The other side reset the connection.',
  unreachable: 'There is no route to the host or the network.',
  'name-not-found': 'The name does not exist.',
  certificate: 'The certificate is invalid, expired, or not for this name.',
  handshake: 'The TLS handshake failed.',
  protocol: 'The response violates the protocol.',
  status: 'The status is not one of the expected ones.',
  redirects: 'More redirects than allowed, or a redirect that leads nowhere.',
  'body-too-large': 'The body is larger than the limit.',
  'no-match': 'The response does not contain what was expected.',
  'no-reply': 'Packets were sent, but none came back.',
  rcode: 'The DNS server returned an error.',
} as const;

/** Why a Target is not up, as one word of a closed list. */
export type FailureReason = keyof typeof failureReasons;

const reasonByCode: Readonly<Record<string, FailureReason>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'name-not-found',
  ENODATA: 'name-not-found',
};

/** The code of an error of Node; of several (an AggregateError: several addresses tried) the first speaks. */
export function errorCode(error: unknown): string | null {
  const { code, errors } = parts(error);
  if (typeof code === 'string') return code;
  return Array.isArray(errors) && errors.length > 0 ? errorCode(errors[0]) : null;
}

/** What OpenSSL writes: thread, number, library, function, what happened, file, line, more. */
const openssl = /^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):[^]*$/;

/** The text of an error; of several without a text of their own the first speaks. */
export function errorText(error: unknown): string {
  const { message, errors } = parts(error);
  if (typeof message === 'string' && openssl.test(message)) {
    return message.replace(openssl, 'the TLS handshake failed: $1');
  }
  if (message === '' && Array.isArray(errors) && errors.length > 0) return errorText(errors[0]);
  return typeof message === 'string' ? message : String(error);
}

/** By shape, not by class: what a probe meets may come from another realm or from a native module. */
function parts(error: unknown): {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
} {
  return typeof error === 'object' && error !== null ? error : {};
}

/**
 * The measured failure that an error of the network stands for; null when the fault is on this side: no resolver
 * (EAI_AGAIN), no more sockets (EMFILE), no address (EADDRNOTAVAIL), no rights.
 */
export function failureOf(error: unknown): FailureReason | null {
  const code = errorCode(error);
  if (code === null) return null;
  if (code.startsWith('HPE_')) return 'protocol';
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'handshake';
  return reasonByCode[code] ?? null;
}

/** Thrown by a Probe that found its Target not up, with what it measured until then. */
export class TargetFailure extends Error {
  override readonly name = 'TargetFailure';

  constructor(
    readonly reason: FailureReason,
    text: string,
    readonly metrics: Partial<MetricMaps> = {},
  ) {
    super(text);
  }
}
