import type { z } from 'zod';
import {
  agentConfiguration,
  agentIdentity,
  type AgentConfiguration,
  type AgentIdentity,
} from './agent-configuration';

/** How an Agent introduces itself. */
export interface Introduction {
  readonly name: string;
  readonly version: string;
  readonly host: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The Server's response to a request for the configuration. */
export type ConfigurationAnswer =
  | { readonly kind: 'new'; readonly configuration: AgentConfiguration; readonly tag: string | undefined }
  | { readonly kind: 'unchanged' }
  /** The Server does not know this Agent (any more): it must register. */
  | { readonly kind: 'unknown-agent' };

/** The requests an Agent makes to the Server. */
export interface ServerClient {
  register(introduction: Introduction, signal: AbortSignal): Promise<AgentIdentity>;
  /** Long poll: returns when the configuration differs from the tagged one, or after a while. */
  configuration(agent: string, tag: string | undefined, signal: AbortSignal): Promise<ConfigurationAnswer>;
  /** Our clock minus the Server's at its last response, ms; null if unknown. */
  readonly clock: number | null;
}

/** A request to the Server failed; every such request is worth retrying. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly code = 'server-unusable';
}

/** Maximum size of a response, bytes. */
const longestAnswer = 33_554_432;
/** How long the Server is asked to hold a long poll, s. */
const wait = 25;
const patience = { register: 10_000, configuration: (wait + 15) * 1000 };

/** A client of a Server over HTTP. */
export class HttpServerClient implements ServerClient {
  private measured: number | null = null;

  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
    private readonly now: () => number,
  ) {}

  get clock(): number | null {
    return this.measured;
  }

  async register(introduction: Introduction, signal: AbortSignal): Promise<AgentIdentity> {
    const path = '/api/v1/agents/register';
    const body = JSON.stringify(introduction);
    const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
    const response = await this.ask(path, init, signal, patience.register);
    if (!response.ok) throw await refusal(path, response);
    return read(path, agentIdentity, response);
  }

  async configuration(
    agent: string,
    tag: string | undefined,
    signal: AbortSignal,
  ): Promise<ConfigurationAnswer> {
    const path = `/api/v1/agents/${encodeURIComponent(agent)}/configuration?wait=${wait}`;
    const headers = tag === undefined ? {} : { 'if-none-match': tag };
    const response = await this.ask(path, { headers }, signal, patience.configuration);
    if (response.status === 304 || response.status === 404) await response.body?.cancel();
    if (response.status === 304) return { kind: 'unchanged' };
    if (response.status === 404) return { kind: 'unknown-agent' };
    if (!response.ok) throw await refusal(path, response);
    const configuration = await read(path, agentConfiguration, response);
    return { kind: 'new', configuration, tag: response.headers.get('etag') ?? undefined };
  }

  private async ask(
    path: string,
    init: { method?: string; body?: string; headers: Record<string, string> },
    signal: AbortSignal,
    limit: number,
  ): Promise<Response> {
    const authorization = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    try {
      const response = await fetch(new URL(path, this.url), {
        ...init,
        headers: { accept: 'application/json', ...init.headers, ...authorization },
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
      });
      this.measure(response.headers.get('date'));
      return response;
    } catch (error) {
      throw new ServerError(`the Server at ${this.url} does not respond`, { cause: error });
    }
  }

  /** The header has whole seconds: with half a second added, it is off by half a second at most. */
  private measure(date: string | null): void {
    const server = date === null ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(server)) this.measured = Math.round(this.now() - (server + 500));
  }
}

async function read<Value>(path: string, schema: z.ZodType<Value>, response: Response): Promise<Value> {
  const text = await bounded(response);
  const parsed = schema.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ServerError(`${path}: not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

async function refusal(path: string, response: Response): Promise<ServerError> {
  const text = (await bounded(response)).slice(0, 200);
  return new ServerError(`the Server responded ${response.status} to ${path.split('?')[0] ?? ''}: ${text}`);
}

/** fetch reports only that it failed, as a TypeError; what happened is in its cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > longestAnswer) throw new ServerError(`a response of more than ${longestAnswer} bytes`);
    }
  } catch (error) {
    throw error instanceof ServerError ? error : new ServerError(causeOf(error), { cause: error });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
