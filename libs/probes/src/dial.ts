import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { notPermitted, permittedLookup, unresolved } from './permitted-lookup';
import type { ProbeContext } from './probe';

/** Where to connect to. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** TLS settings: the name in the certificate, the roots to trust, the protocols to offer. */
export interface Encryption {
  readonly name: string;
  readonly ca?: string | undefined;
  readonly protocols?: string[];
}

/** Duration of each phase of connecting, seconds; 0 if there was nothing to do. */
export interface Phases {
  readonly dns: number;
  readonly connect: number;
  readonly tls: number;
}

interface Dialled<Kind> {
  readonly socket: Kind;
  readonly phases: Phases;
}

/**
 * Resolves the name, checks that its addresses are permitted, and connects. The signal destroys the socket.
 */
export async function dial(endpoint: Endpoint, context: ProbeContext): Promise<Dialled<Socket>> {
  const stopwatch = watch(endpoint, context);
  const socket = connectTcp(stopwatch.options);
  await settled(socket, 'connect').catch(stopwatch.judge);
  return { socket, phases: stopwatch.phases() };
}

/** As `dial`, with TLS. Does not reject on an invalid certificate: check `authorized`. */
export async function dialSecurely(
  endpoint: Endpoint,
  encryption: Encryption,
  context: ProbeContext,
): Promise<Dialled<TLSSocket>> {
  const stopwatch = watch(endpoint, context);
  const socket = connectTls({ ...stopwatch.options, ...optionsOf(encryption) });
  socket.once('connect', stopwatch.connected);
  await settled(socket, 'secureConnect').catch(stopwatch.judge);
  return { socket, phases: stopwatch.phases() };
}

function optionsOf({ name, ca, protocols }: Encryption): ConnectionOptions {
  return {
    // An IP address cannot be requested by SNI (RFC 6066, 3), but it can be checked in the certificate.
    ...(isIP(name) === 0 && { servername: name }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    ...(ca !== undefined && { ca }),
    ...(protocols && { ALPNProtocols: protocols }),
    rejectUnauthorized: false,
  };
}

/** Connection options that record when the name was resolved, and the phases since. */
function watch(endpoint: Endpoint, context: ProbeContext) {
  const { clock, signal, timeout } = context;
  if (isIP(endpoint.host) !== 0 && !context.permits(endpoint.host)) throw notPermitted(endpoint.host);
  const begun = clock.elapsed();
  let resolved = begun;
  let resolving = isIP(endpoint.host) === 0;
  let connected: number | undefined;
  const options = {
    ...endpoint,
    signal,
    // With Node's 250 ms per address, every slow host with two addresses would look unreachable.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(timeout / 2)),
    lookup: permittedLookup(context, () => {
      resolved = clock.elapsed();
      resolving = false;
    }),
  };
  return {
    options,
    connected: () => {
      connected = clock.elapsed();
    },
    judge: (error: unknown): never => {
      throw signal.aborted && resolving ? unresolved(endpoint.host, context) : error;
    },
    phases: (): Phases => {
      const now = clock.elapsed();
      return {
        dns: (resolved - begun) / 1000,
        connect: ((connected ?? now) - resolved) / 1000,
        tls: (now - (connected ?? now)) / 1000,
      };
    },
  };
}

/** Waits for the event, or rejects with whatever ended the socket before it. Later errors are up to the reader. */
function settled(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((done, reject) => {
    socket.once(event, done);
    socket.on('error', reject);
    socket.once('close', () =>
      reject(Object.assign(new Error('closed by the other side'), { code: 'ECONNRESET' })),
    );
  });
}
