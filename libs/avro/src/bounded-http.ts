import { AvroError } from './avro-error';

/** A response that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** HTTP requests with bounded duration and response size. */
export class BoundedHttp {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(
    private readonly base: string,
    auth: { readonly username: string; readonly password: string } | undefined,
    private readonly timeout: number,
    private readonly limit: number,
  ) {
    const accept = { accept: 'application/vnd.schemaregistry.v1+json, application/json' };
    const token = auth && Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
    this.headers = token === undefined ? accept : { ...accept, authorization: `Basic ${token}` };
  }

  /** Sends a request; throws a retryable AvroError if no complete response arrives. */
  async request(method: 'GET' | 'PUT' | 'POST', path: string, body?: string): Promise<Answer> {
    const url = `${this.base.replace(/\/+$/, '')}${path}`;
    try {
      const response = await fetch(url, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(this.timeout),
        headers: { ...this.headers, 'content-type': 'application/vnd.schemaregistry.v1+json' },
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, text: await this.text(response) };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new AvroError(
        'registry-unreachable',
        true,
        `no answer from the schema registry at ${url}: ${why}`,
        {
          cause: error,
        },
      );
    }
  }

  private async text(response: Response): Promise<string> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > this.limit) throw new Error(`the answer is longer than ${this.limit} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }
}
