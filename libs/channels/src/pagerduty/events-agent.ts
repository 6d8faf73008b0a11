import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent } from 'node:https';
import { connect } from 'node:net';

/** The way of every request to its socket, which the types of Node leave out. */
interface Requests {
  addRequest(request: ClientRequest, options: object): void;
}

/** What came back, as far as its headers say. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/**
 * The agent behind pdjs, which tells the answer as soon as its headers are there: pdjs itself sleeps and repeats
 * on 429 and throws on a body that is no JSON, and either hides what the server said. pdjs always says https;
 * where the address of the API is plain http (a proxy, a test), no TLS is spoken.
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
