import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent } from 'node:https';
import { connect } from 'node:net';

/** The method that hands a request its socket; Node's types leave it out. */
interface Requests {
  addRequest(request: ClientRequest, options: object): void;
}

/** A response, as far as its headers say. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/**
 * The agent behind pdjs, which reports the response as soon as its headers are there. pdjs itself sleeps and
 * retries on 429 and throws on a body that is not JSON; both hide what the server said. pdjs always says
 * https; if the API address is plain http (a proxy, a test), no TLS is used.
 */
export class EventsAgent extends Agent {
  constructor(
    private readonly plain: boolean,
    private readonly tell: (answer: Answer) => void,
  ) {
    super({ keepAlive: false });
  }

  addRequest(request: ClientRequest, options: object): void {
    request.prependOnceListener('response', (response: IncomingMessage) => {
      this.tell({
        status: response.statusCode ?? 0,
        retryAfter: response.headers['retry-after'] ?? null,
      });
    });
    (Agent.prototype as unknown as Requests).addRequest.call(this, request, options);
  }

  override createConnection(
    ...[options, done]: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    if (!this.plain) return super.createConnection(options, done);
    return connect({ host: options.host ?? 'localhost', port: Number(options.port ?? 80) });
  }
}
