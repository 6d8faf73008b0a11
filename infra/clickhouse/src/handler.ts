import { randomUUID } from 'node:crypto';
import { unlink, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { BodyTooLarge, readBody, readable, saveBody } from './body';
import type { Engine } from './engine';
import { code, exception, readException } from './exception';
import type { Gate } from './gate';
import { sendAnswer, sendException } from './reply';
import { readRequest, type ClickHouseRequest } from './request';
import { strangerOf } from './stranger';
import { formatOf, fromFile, readInsertHead } from './statement';

/** Dependencies of the handler. */
export interface HandlerParts {
  readonly engine: Engine;
  readonly gate: Gate;
  readonly version: string;
  /** Folder for the rows of inserts before they are loaded. */
  readonly inbox: string;
  /** Maximum length of a body, decompressed. */
  readonly bodyLimit: number;
  /** Maximum length of a query text that is held in memory. */
  readonly queryLimit: number;
  /** Names by which it may be asked besides the usual ones. */
  readonly allowedHosts: readonly string[];
}

/** A statement that is ready to run, and the file with its rows. */
interface Work {
  readonly statement: string;
  readonly file: string | undefined;
}

/** Answers requests as ClickHouse's HTTP interface does. */
export class Handler {
  constructor(private readonly parts: HandlerParts) {}

  /** Answers one request; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('X-ClickHouse-Server-Display-Name', 'panto');
    response.setHeader('X-ClickHouse-Timezone', 'UTC');
    if (url.pathname === '/ping' || url.pathname === '/replicas_status') return ok(response);
    if (url.pathname !== '/') {
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=UTF-8' });
      response.end(`There is no handle ${url.pathname}\nUse / or /ping for health checks.\n`);
      return;
    }
    const queryId = url.searchParams.get('query_id') ?? randomUUID();
    try {
      await this.query(request, response, url.searchParams, queryId);
    } catch (error) {
      const fault =
        error instanceof BodyTooLarge
          ? exception(code.tooLarge, 'QUERY_IS_TOO_LARGE', error.message)
          : readException(error);
      sendException(response, fault, queryId, this.parts.version);
    }
  }

  private async query(
    request: IncomingMessage,
    response: ServerResponse,
    parameters: URLSearchParams,
    queryId: string,
  ): Promise<void> {
    const { gate, version, allowedHosts } = this.parts;
    const header = (name: string) => text(request.headers[name]);
    const reading = readRequest(request.method ?? 'GET', parameters, header);
    const stranger = strangerOf(header, allowedHosts);
    const refuse = (fault: ReturnType<typeof exception>) => {
      sendException(response, fault, queryId, version);
    };
    if (stranger !== undefined) {
      return refuse(exception(code.accessDenied, 'ACCESS_DENIED', `Not for pages in browsers: ${stranger}`));
    }
    if (!reading.ok) return refuse(reading.fault);
    if (!readable(request.headers['content-encoding'])) {
      return refuse(exception(code.notImplemented, 'NOT_IMPLEMENTED', 'Unknown Content-Encoding'));
    }
    const leave = await gate.enter();
    if (leave === undefined) {
      return refuse(
        exception(code.tooManyQueries, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'Too many queries are waiting'),
      );
    }
    try {
      const work = await this.receive(request, reading.request);
      if (work.statement.trim() === '') return ok(response);
      await this.answer(request, response, reading.request, work, queryId);
    } finally {
      leave();
    }
  }

  /** The statement is the query of the URL, followed by the body; rows of an INSERT are passed in a file. */
  private async receive(request: IncomingMessage, asked: ClickHouseRequest): Promise<Work> {
    const { bodyLimit, queryLimit, inbox } = this.parts;
    const file = join(inbox, randomUUID());
    const head = readInsertHead(asked.query);
    if (head !== undefined && asked.query.slice(head.length).trim() === '') {
      await saveBody(request, file, bodyLimit);
      return { statement: fromFile(head, file), file };
    }
    const body = await readBody(request, queryLimit);
    const statement = [asked.query, body.toString('utf8')].filter((part) => part !== '').join('\n');
    const inline = readInsertHead(statement);
    if (inline === undefined || asked.query !== '') return { statement, file: undefined };
    await writeFile(file, body.subarray(Buffer.byteLength(inline.head)), { mode: 0o600 });
    return { statement: fromFile(inline, file), file };
  }

  private async answer(
    request: IncomingMessage,
    response: ServerResponse,
    asked: ClickHouseRequest,
    work: Work,
    queryId: string,
  ): Promise<void> {
    const { engine, version } = this.parts;
    try {
      const outcome = await engine.run(work.statement, asked.preparation, asked.format);
      if (!outcome.ok) return sendException(response, outcome.exception, queryId, version);
      sendAnswer(response, outcome.answer, {
        queryId,
        format: work.file === undefined ? (formatOf(work.statement) ?? asked.format) : asked.format,
        gzip: asked.compress && (text(request.headers['accept-encoding']) ?? '').includes('gzip'),
        inserted: work.file !== undefined,
      });
    } finally {
      if (work.file !== undefined) await unlink(work.file).catch(() => undefined);
    }
  }
}

const ok = (response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=UTF-8' });
  response.end('Ok.\n');
};
const text = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
