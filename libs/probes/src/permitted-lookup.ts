import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import type { ProbeContext } from './probe';
import { ProbeError } from './probe-error';

/** Returns all addresses of a host. */
export type Resolve = (hostname: string, options: LookupOptions) => Promise<readonly LookupAddress[]>;

/**
 * Shares one lookup among concurrent requests for the same name. A lookup by the system's resolver cannot be
 * cancelled and occupies a thread until it is answered: a name that nobody answers must not take a thread per
 * Check.
 */
export function askedOnce(resolve: Resolve): Resolve {
  const asked = new Map<string, Promise<readonly LookupAddress[]>>();
  return (hostname, options) => {
    const key = JSON.stringify([hostname, options.family, options.hints]);
    const known = asked.get(key);
    if (known) return known;
    const answer = resolve(hostname, options).finally(() => asked.delete(key));
    asked.set(key, answer);
    return answer;
  };
}

const systemResolve = askedOnce((hostname, options) => lookup(hostname, { ...options, all: true }));

/** A permitted address of a host; rejects if there is none, or if the signal comes first. */
export async function permittedAddress(hostname: string, context: ProbeContext): Promise<string> {
  if (isIP(hostname) !== 0) {
    if (!context.permits(hostname)) throw notPermitted(hostname);
    return hostname;
  }
  return new Promise((done, reject) => {
    context.signal.addEventListener('abort', () => reject(unresolved(hostname, context)), { once: true });
    permittedLookup(context, () => undefined)(hostname, { all: false }, (error, found) => {
      if (error) reject(error);
      else done(String(found));
    });
  });
}

/** Resolves a name for a connection, to its permitted addresses. */
export function permittedLookup(context: ProbeContext, onResolved: () => void): LookupFunction {
  const resolve = context.resolve ?? systemResolve;
  return (hostname, options, callback) => {
    const failed = (error: NodeJS.ErrnoException): void => callback(error, '');
    const found = (addresses: readonly LookupAddress[]): void => {
      const allowed = addresses.filter(({ address }) => context.permits(address));
      const [first] = allowed;
      if (!first) failed(notPermitted(hostname));
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    };
    resolve(hostname, options).finally(onResolved).then(found, failed);
  };
}

/** The settings of the Agent forbid this host. */
export function notPermitted(hostname: string): ProbeError {
  return new ProbeError(
    'not-permitted',
    `the Agent may not talk to ${hostname}: its settings allow other networks only`,
  );
}

/** The timeout of a Probe passed before the resolver had answered: nothing was learnt about the Target. */
export function unresolved(hostname: string, { timeout }: ProbeContext): ProbeError {
  return new ProbeError('unresolved', `no resolver returned an address of ${hostname} within ${timeout} ms`);
}
