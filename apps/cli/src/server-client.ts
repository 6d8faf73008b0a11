import { parseJson } from '@panto/resource';
import { readSettings } from '@panto/service';
import { z } from 'zod';
import { CliError } from './cli-error';
import { clientSettings } from './client-settings';
import { exitCode } from './exit-code';

const problem = z.object({
  detail: z.string(),
  code: z.string().default('http-error'),
  faults: z
    .array(
      z.object({
        file: z.string().optional(),
        line: z.number().optional(),
        column: z.number().optional(),
        path: z.string().optional(),
        message: z.string(),
      }),
    )
    .default([]),
  faultCount: z.number().optional(),
  rejected: z.array(z.object({ line: z.number(), message: z.string() })).default([]),
  rejectedCount: z.number().optional(),
});

/** A problem returned by the Server. */
export type ServerProblem = z.output<typeof problem>;

/** The Server refused a request. */
export class Refusal extends CliError {
  constructor(
    readonly status: number,
    readonly problem: ServerProblem,
  ) {
    super(status >= 500 || status === 429 ? exitCode.unreachable : exitCode.refused, linesOf(problem));
  }
}

/** A request to the Server. */
export interface ServerRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly type?: string;
  readonly body?: string;
  /** Maximum wait for the response, ms. */
  readonly patience?: number;
}

/** Default maximum wait for a response, ms. */
const usualPatience = 60_000;

/** A client of the Server. */
export class ServerClient {
  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {}

  /** A client of the Server that the settings name. */
  static fromEnvironment(env: NodeJS.ProcessEnv = process.env): ServerClient {
    const { serverUrl, serverPort, token } = readSettings(clientSettings, env);
    return new ServerClient(serverUrl ?? `http://127.0.0.1:${serverPort}`, token);
  }

  /** Makes a request and parses the response by its schema. Throws Refusal, or CliError without a response. */
  async ask<Answer>(path: string, schema: z.ZodType<Answer>, request: ServerRequest = {}): Promise<Answer> {
    const { ok, status, text } = await this.send(path, request);
    if (!ok) throw new Refusal(status, problemOf(status, text));
    return this.understood(schema, text === '' ? undefined : this.parsed(text));
  }

  private async send(
    path: string,
    { method = 'GET', type, body, patience = usualPatience }: ServerRequest,
  ): Promise<{ readonly ok: boolean; readonly status: number; readonly text: string }> {
    const signal = AbortSignal.timeout(patience);
    try {
      const response = await fetch(`${this.url.replace(/\/+$/, '')}${path}`, {
        method,
        redirect: 'error',
        signal,
        headers: {
          accept: 'application/json',
          ...(type !== undefined && { 'content-type': type }),
          ...(this.token !== undefined && { authorization: `Bearer ${this.token}` }),
        },
        ...(body !== undefined && { body }),
      });
      return { ok: response.ok, status: response.status, text: await response.text() };
    } catch (error) {
      if (signal.aborted) {
        throw new CliError(exitCode.unreachable, [
          `no answer from the Server at ${this.url} within ${patience / 1000} s; it may still carry out the request`,
        ]);
      }
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CliError(exitCode.unreachable, [
        `no answer from the Server at ${this.url}: ${why}; is it running? (PANTO_SERVER_URL is its address)`,
      ]);
    }
  }

  private parsed(text: string): unknown {
    try {
      return parseJson(text);
    } catch {
      throw new CliError(exitCode.unreachable, [
        `what answers at ${this.url} is not a Panto Server: it does not send JSON`,
      ]);
    }
  }

  private understood<Answer>(schema: z.ZodType<Answer>, value: unknown): Answer {
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    const detail = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new CliError(exitCode.unreachable, [
      `the Server at ${this.url} sends an unknown form of answer: ${detail}`,
    ]);
  }
}

function problemOf(status: number, text: string): ServerProblem {
  try {
    const read = problem.safeParse(JSON.parse(text));
    if (read.success) return read.data;
  } catch {
    // Not JSON: something between here and the Server responded.
  }
  const detail = `the Server responded ${status}: ${text.slice(0, 200)}`;
  return { detail, code: 'http-error', faults: [], rejected: [] };
}

function linesOf({ detail, faults, faultCount }: ServerProblem): readonly string[] {
  const lines = faults.flatMap(({ file, line, column, path, message }) =>
    file === undefined
      ? []
      : [`${file}:${line}:${column}: ${path === undefined || path === '' ? '' : `${path}: `}${message}`],
  );
  if (lines.length === 0) return [detail];
  const more = (faultCount ?? lines.length) - lines.length;
  return more > 0 ? [...lines, `and ${more} more faults`] : lines;
}
