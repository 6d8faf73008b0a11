import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Meters } from './meters';
import { notReady, type Readiness } from './readiness';
import { ServiceError } from './service-error';

/** How long a dependency may take to answer whether it is ready, ms. */
const patience = 2_000;

/**
 * The health endpoints of a process: /metrics, /livez (the process responds: dependencies do not count, so that a dead
 * broker does not get processes killed) and /readyz (each dependency, ok or the reason why not).
 */
export class Signs {
  private readonly watched = new Map<string, () => Readiness | Promise<Readiness>>();
  private server: Server | undefined;

  constructor(private readonly meters: Meters) {}

  /** Adds a dependency to /readyz. */
  watch(name: string, look: () => Readiness | Promise<Readiness>): void {
    this.watched.set(name, look);
  }

  /** Starts listening; returns the port. */
  start(host: string, port: number): Promise<number> {
    const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        respond(response, 500, 'text/plain', String(error));
      });
    });
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', (error) => {
        const message = `cannot listen on ${host}:${port}: ${error.message}`;
        reject(new ServiceError('port-unavailable', message, { cause: error }));
      });
      server.listen(port, host, () => resolve(this.port ?? port));
    });
  }

  /** The port on which it listens. */
  get port(): number | undefined {
    const address = this.server?.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  /** Stops listening and ends open connections. */
  stop(): Promise<void> {
    const server = this.server;
    if (server === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return respond(response, 405, 'text/plain', 'GET only\n');
    }
    switch ((request.url ?? '').split('?')[0]) {
      case '/metrics':
        return respond(response, 200, this.meters.contentType, await this.meters.text());
      case '/livez':
        return respond(response, 200, 'text/plain', 'ok\n');
      case '/readyz':
      case '/healthz':
        return this.answerReady(response);
      default:
        return respond(response, 404, 'text/plain', 'only /metrics, /livez and /readyz are served here\n');
    }
  }

  private async answerReady(response: ServerResponse): Promise<void> {
    const looks = [...this.watched].map(async ([name, look]): Promise<[string, Readiness]> => [
      name,
      await patiently(look),
    ]);
    const dependencies = await Promise.all(looks);
    const ok = dependencies.every(([, readiness]) => readiness.ok);
    const body = JSON.stringify({ ready: ok, dependencies: Object.fromEntries(dependencies) });
    respond(response, ok ? 200 : 503, 'application/json', `${body}\n`);
  }
}

async function patiently(look: () => Readiness | Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve(notReady(`no answer within ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    return notReady(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

function respond(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
