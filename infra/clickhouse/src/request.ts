import { code, exception, type EngineException } from './exception';
import { quote } from './statement';

/** A request to the HTTP interface, apart from its body. */
export interface ClickHouseRequest {
  readonly query: string;
  readonly queryId: string | undefined;
  readonly format: string;
  /** Statements that prepare the connection: settings, parameters, database. */
  readonly preparation: readonly string[];
  /** Whether the response may be compressed. */
  readonly compress: boolean;
}

/** A request, or why it cannot be served. */
export type Reading =
  | { readonly ok: true; readonly request: ClickHouseRequest }
  | { readonly ok: false; readonly fault: EngineException };

/** Names in the query string that are not engine settings. */
const reserved = new Set([
  ...['query', 'query_id', 'database', 'default_format', 'user', 'password', 'quota_key', 'role'],
  ...['wait_end_of_query', 'buffer_size', 'stacktrace', 'client_protocol_version', 'framing'],
  ...['enable_http_compression', 'http_zlib_compression_level', 'send_progress_in_http_headers'],
  ...['http_headers_progress_interval_ms', 'http_response_buffer_size', 'compress', 'decompress'],
  ...['session_id', 'session_timeout', 'session_check', 'cancel_http_readonly_queries_on_client_close'],
  ...['http_write_exception_in_output_format', 'http_receive_timeout', 'http_send_timeout'],
]);
/** What this interface does not support; a request for it is an error, not silently ignored. */
const missing = ['session_id', 'compress', 'decompress'];
const settingName = /^[A-Za-z_]\w*$/;

/** Parses the query string and the headers of a request. */
export function readRequest(
  method: string,
  parameters: URLSearchParams,
  header: (name: string) => string | undefined,
): Reading {
  const absent = missing.find((name) => !['', '0', null].includes(parameters.get(name)));
  if (absent !== undefined) {
    return fault(
      code.notImplemented,
      'NOT_IMPLEMENTED',
      `${absent} is not supported by the local ClickHouse`,
    );
  }
  const settings = [...parameters].filter(([name]) => !reserved.has(name));
  const wrong = settings.find(([name]) => !settingName.test(name));
  if (wrong !== undefined) {
    return fault(code.unknownSetting, 'UNKNOWN_SETTING', `Unknown setting '${wrong[0].slice(0, 100)}'`);
  }
  const database = parameters.get('database') ?? header('x-clickhouse-database');
  return {
    ok: true,
    request: {
      query: parameters.get('query') ?? '',
      queryId: parameters.get('query_id') ?? undefined,
      format: parameters.get('default_format') ?? header('x-clickhouse-format') ?? 'TabSeparated',
      compress: parameters.get('enable_http_compression') === '1',
      preparation: [
        ...(database === undefined || database === '' ? [] : [`USE \`${database.replaceAll('`', '')}\``]),
        ...settings.map(([name, value]) => `SET ${name} = ${quote(value)}`),
        // A GET must not change anything: the server makes it read-only, except for settings.
        ...(method === 'GET' || method === 'HEAD' ? ['SET readonly = 2'] : []),
      ],
    },
  };
}

const fault = (number: number, name: string, text: string): Reading => ({
  ok: false,
  fault: exception(number, name, text),
});
