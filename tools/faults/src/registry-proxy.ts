import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the registry behaves. */
export type RegistryMood =
  /** Normally. */
  | 'well'
  /** Nothing listens: connections are reset. */
  | 'down'
  /** Every answer is an error. */
  | 'failing'
  /** It takes requests and never answers. */
  | 'hanging'
  /** Asked for a schema, it says that there is none, or returns nonsense. */
  | 'lying';

const bodyLimit = 1_000_000;

/** A proxy in front of a schema registry, which can make it misbehave. */
export class RegistryProxy {
  private readonly server: Server;
  /** How it behaves from now on. */
  mood: RegistryMood = 'well';
  /** Requests that met any mood other than `well`. */
  hits = 0;

  constructor(private readonly target: string) {
    this.server = createServer((request, response) => {
      this.serve(request, response).catch(() => request.socket.destroy());
    });
  }

  /** Listens; returns the address to use in place of the registry's. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${new URL(this.target).pathname}`;
  }

  /** Closes it. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.mood !== 'well') this.hits += 1;
    switch (this.mood) {
      case 'down':
        request.socket.resetAndDestroy();
        return;
      case 'failing':
        answer(response, 503, '{"error_code":50001,"message":"the backend is gone"}');
        return;
      case 'hanging':
        return;
      case 'lying':
        if (request.url?.includes('/schemas/ids/')) {
          return answer(response, 200, '{"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Lie\\"');
        }
        // When asked for the id of our schema, it does not know the subject.
        return answer(response, 404, '{"error_code":40401,"message":"subject not found"}');
      case 'well':
        return this.forward(request, response);
    }
  }

  private async forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const path = (request.url ?? '/').slice(new URL(this.target).pathname.length);
    const type = request.headers['content-type'];
    const found = await fetch(`${this.target}${path}`, {
      method: request.method ?? 'GET',
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
      ...(body.length === 0 ? {} : { body }),
      signal: AbortSignal.timeout(10_000),
    });
    answer(response, found.status, await found.text());
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' }).end(text);
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > bodyLimit) throw new Error('the request is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
