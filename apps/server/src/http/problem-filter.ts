import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  NotFoundException,
} from '@nestjs/common';
import { AvroError } from '@panto/avro';
import { ClickHouseError } from '@panto/clickhouse';
import { formatJson } from '@panto/resource';
import type { Logger } from '@panto/service';
import { LogError } from '@panto/streams';
import type { Request, Response } from 'express';
import type { KnownMethods } from './known-methods';
import { Problem, problemBody } from './problem';

/** Turns every error into a problem (RFC 9457): stable code, what was wrong, whether to retry. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly methodsOf: KnownMethods,
  ) {}

  /** Responds to one error. */
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const allowed = error instanceof NotFoundException ? this.methodsOf(request.path) : undefined;
    const problem = allowed === undefined ? problemOf(error) : wrongMethod(request.method, allowed);
    if (problem.status >= 500) {
      this.logger.warn({ error, code: problem.code, path: request.path }, 'a request could not be answered');
    }
    if (response.headersSent) return;
    if (problem.retry) response.setHeader('retry-after', '1');
    if (allowed !== undefined) response.setHeader('allow', allowed.join(', '));
    if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer');
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(formatJson(problemBody(problem, request.originalUrl)));
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof LogError || error instanceof AvroError) {
    return new Problem(503, 'log-unavailable', error.message);
  }
  if (error instanceof ClickHouseError) {
    return new Problem(503, 'clickhouse-unavailable', `${error.message}; PANTO_CLICKHOUSE_URL is its address, and the metrics-sink creates its tables`); // prettier-ignore
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    if (status === 413) return tooLarge();
    return new Problem(status, status === 404 ? 'not-found' : 'http-error', error.message);
  }
  const status = statusOf(error);
  if (status === 413) return tooLarge();
  if (status !== undefined) {
    return new Problem(status, 'http-error', error instanceof Error ? error.message : String(error));
  }
  return new Problem(500, 'unexpected', 'the log of the Server has the details');
}

const wrongMethod = (method: string, allowed: readonly string[]): Problem =>
  new Problem(405, 'method-not-allowed', `${method} is not known here; there is ${allowed.join(', ')}`);

const tooLarge = (): Problem => new Problem(413, 'too-large', 'send the body in several parts');

/** Errors of express and its parsers carry the HTTP status; only client errors are passed on. */
function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
