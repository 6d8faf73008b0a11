import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Answer } from './engine';
import { statusOf, type EngineException } from './exception';

/** What a reply states besides its bytes. */
export interface ReplyFacts {
  readonly queryId: string;
  readonly format: string;
  readonly gzip: boolean;
  readonly inserted: boolean;
}

const types: readonly (readonly [RegExp, string])[] = [
  [/^JSON.*EachRow|^JSONLines|^NDJSON/, 'application/x-ndjson; charset=UTF-8'],
  [/^JSON/, 'application/json; charset=UTF-8'],
  [/^CSV/, 'text/csv; charset=UTF-8; header=absent'],
  [/^(TSV|TabSeparated)/, 'text/tab-separated-values; charset=UTF-8'],
  [/^(RowBinary|Native|Parquet|Arrow|ORC|Avro|Protobuf|MsgPack|BSON|Npy)/, 'application/octet-stream'],
];

/** The Content-Type of a format. */
export const contentType = (format: string): string =>
  types.find(([pattern]) => pattern.test(format))?.[1] ?? 'text/plain; charset=UTF-8';

/** The X-ClickHouse-Summary header: numbers as strings, as the server writes them. */
export function summary(answer: Answer, inserted: boolean): string {
  const rows = String(answer.rowsRead);
  const bytes = String(answer.bytesRead);
  return JSON.stringify({
    read_rows: rows,
    read_bytes: bytes,
    written_rows: inserted ? rows : '0',
    written_bytes: inserted ? bytes : '0',
    total_rows_to_read: '0',
    result_rows: inserted ? rows : '0',
    result_bytes: String(inserted ? answer.bytesRead : answer.bytes.length),
    elapsed_ns: String(Math.round(answer.seconds * 1e9)),
  });
}

/** Sends the result of a query. */
export function sendAnswer(response: ServerResponse, answer: Answer, facts: ReplyFacts): void {
  const bytes = facts.gzip ? gzipSync(answer.bytes, { level: 3 }) : answer.bytes;
  response.writeHead(200, {
    'Content-Type': contentType(facts.format),
    'Content-Length': bytes.length,
    ...(facts.gzip ? { 'Content-Encoding': 'gzip' } : {}),
    'X-ClickHouse-Query-Id': facts.queryId,
    'X-ClickHouse-Format': facts.format,
    'X-ClickHouse-Summary': summary(answer, facts.inserted),
  });
  response.end(bytes);
}

/** Sends an exception as the server does: the text as the body, the code as a header. */
export function sendException(
  response: ServerResponse,
  exception: EngineException,
  queryId: string,
  version: string,
): void {
  if (response.headersSent || response.destroyed) return;
  const text = `${exception.text.trimEnd()} (version ${version})\n`;
  response.writeHead(statusOf(exception.code), {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Query-Id': queryId,
    'X-ClickHouse-Exception-Code': exception.code,
  });
  response.end(text);
}
