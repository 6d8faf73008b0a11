import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { certificateFacts } from '../certificate';
import { dial, dialSecurely, type Phases } from '../dial';
import { TargetFailure } from '../failure';
import type { ProbeContext } from '../probe';

/** One request along a chain of redirects. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The head of a response, and the duration of the phases, seconds. The body is still to be read. */
export interface Answer extends Phases {
  readonly response: IncomingMessage;
  readonly status: number;
  readonly ttfb: number;
  /** Seconds until the certificate expires; null without TLS. */
  readonly expires: number | null;
}

/** What is required of the certificate. */
export interface Trust {
  readonly tlsVerify: boolean;
  readonly ca?: string | undefined;
}

interface Connection extends Phases {
  readonly socket: Socket;
  readonly expires: number | null;
}

/** Connects, sends the request, and waits for the head of the response. */
export async function exchange(hop: Hop, trust: Trust, context: ProbeContext): Promise<Answer> {
  const { socket, ...phases } = await connect(hop.url, trust, context);
  const begun = context.clock.elapsed();
  const response = await ask(hop, socket, context.signal);
  const ttfb = (context.clock.elapsed() - begun) / 1000;
  return { ...phases, response, status: response.statusCode ?? 0, ttfb };
}

async function connect(url: URL, trust: Trust, context: ProbeContext): Promise<Connection> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol === 'http:') {
    const { socket, phases } = await dial({ host, port: Number(url.port || 80) }, context);
    return { socket, ...phases, expires: null };
  }
  const { socket, phases } = await dialSecurely(
    { host, port: Number(url.port || 443) },
    { name: host, ca: trust.ca, protocols: ['http/1.1'] },
    context,
  );
  const facts = certificateFacts(socket, context.clock.now());
  // Checked before sending: a server with a bad certificate must not see the contents of the request.
  if (trust.tlsVerify && facts?.fault != null) {
    socket.destroy();
    throw new TargetFailure('certificate', facts.fault, { floats: { 'tls-expires-seconds': facts.expires } });
  }
  return { socket, ...phases, expires: facts?.expires ?? null };
}

function ask(hop: Hop, socket: Socket, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      method: hop.method,
      path: `${hop.url.pathname}${hop.url.search}`,
      headers: {
        host: hop.url.host,
        'user-agent': 'panto-agent',
        accept: '*/*',
        // Not deflate: half of the servers send it with the zlib header, half without.
        'accept-encoding': 'gzip, br',
        connection: 'close',
        ...(hop.body !== undefined && { 'content-length': String(Buffer.byteLength(hop.body)) }),
        ...lowerCase(hop.headers),
      },
      signal,
    });
    let answer: IncomingMessage | undefined;
    const answered = (response: IncomingMessage): void => resolve((answer = response));
    sent.once('response', answered);
    sent.once('upgrade', answered);
    sent.on('error', (error) => {
      // What follows the head is not HTTP. The reader of the body gets this error, not merely that the body
      // broke off.
      answer?.destroy(error);
      reject(error);
    });
    sent.end(hop.body);
  });
}

/** Header names are case-insensitive (RFC 9110, 5.1). */
function lowerCase(headers: Hop['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
