import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that was received. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The response; `hang`: none at all; `unfinished`: the body never ends. */
export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly hang?: boolean;
  readonly unfinished?: boolean;
}

/** An HTTP server on a real socket that records requests and answers as configured. */
export interface LocalServer {
  readonly url: string;
  readonly received: Received[];
  reply: (request: Received) => Reply;
  close(): Promise<void>;
}

/** Starts one on 127.0.0.1. */
export async function localServer(
  reply: LocalServer['reply'] = () => ({ status: 200 }),
): Promise<LocalServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const got = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(got);
      const { status, headers = {}, body = '', hang = false, unfinished = false } = local.reply(got);
      if (hang) return;
      response.writeHead(status, headers).write(body);
      if (!unfinished) response.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const local: LocalServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    reply,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return local;
}
