import type { MetricMaps } from './probe';

/** Why a Target is not up: a measured fact, not a fault of the Probe. */
export const failureReasons = {
  timeout: 'No answer within the timeout.',
  refused: 'The connection was refused.',
  reset: 'The connection was closed by the other side.',
  unreachable: 'There is no route to the host or the network.',
  'name-not-found': 'The name does not exist.',
  certificate: 'The certificate is not valid for this name, now, or at all.',
  handshake: 'The TLS handshake failed.',
  protocol: 'The response violates the protocol.',
  status: 'The status is not one of the expected ones.',
  redirects: 'More redirects than allowed, or one that leads nowhere.',
  'body-too-large': 'The body is larger than the limit.',
  'no-match': 'The response does not contain what was expected.',
  'no-reply': 'Packets were sent, but none came back.',
  rcode: 'The DNS server answered with an error.',
} as const;

/** Why a Target is not up, as one word from a closed list. */
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

/** The code of a Node error; for an AggregateError (several addresses tried), that of the first. */
export function errorCode(error: unknown): string | null {
  const { code, errors } = parts(error);
  if (typeof code === 'string') return code;
  return Array.isArray(errors) && errors.length > 0 ? errorCode(errors[0]) : null;
}

/** OpenSSL's format: thread, number, library, function, what happened, file, line, more. */
const openssl = /^[0-9A-F]+:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+):[^]*$/;

/** The text of an error; if it is an aggregate without its own text, that of the first. */
export function errorText(error: unknown): string {
  const { message, errors } = parts(error);
  if (typeof message === 'string' && openssl.test(message)) {
    return message.replace(openssl, 'the TLS handshake failed: $1');
  }
  if (message === '' && Array.isArray(errors) && errors.length > 0) return errorText(errors[0]);
  return typeof message === 'string' ? message : String(error);
}

/** By shape, not by class: errors may come from another realm or from a native module. */
function parts(error: unknown): {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
} {
  return typeof error === 'object' && error !== null ? error : {};
}

/**
 * The measured failure that a network error stands for; null if the fault is on this side: no resolver
 * (EAI_AGAIN), no more sockets (EMFILE), no address (EADDRNOTAVAIL), no permission.
 */
export function failureOf(error: unknown): FailureReason | null {
  const code = errorCode(error);
  if (code === null) return null;
  if (code.startsWith('HPE_')) return 'protocol';
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'handshake';
  return reasonByCode[code] ?? null;
}

/** Thrown by a Probe that found its Target not up, with the metrics measured so far. */
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
