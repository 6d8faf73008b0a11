import { ClickHouseError as ServerError } from '@clickhouse/client';

/** The ways in which ClickHouse can fail, as stable codes. */
export type ClickHouseErrorCode =
  /** No response, or one that asks for a retry. */
  | 'clickhouse-unavailable'
  /** It does not let us in, or does not permit this. */
  | 'clickhouse-denied'
  /** It cannot accept a value of a row. */
  | 'bad-data'
  /** It rejects the statement. */
  | 'clickhouse-refused';

/** A ClickHouse error with a stable code that says whether a retry may work. */
export class ClickHouseError extends Error {
  override readonly name = 'ClickHouseError';

  constructor(
    readonly code: ClickHouseErrorCode,
    readonly retry: boolean,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Codes of ClickHouse for a value that does not fit its column (ErrorCodes.cpp). */
const badData = new Set([
  '6',
  '26',
  '27',
  '38',
  '41',
  '53',
  '69',
  '70',
  '72',
  '117',
  '130',
  '349',
  '376',
  '407',
  '691',
]);
/** Codes of ClickHouse for credentials and rights. */
const denied = new Set(['192', '193', '194', '497', '516']);
/** Codes of ClickHouse for transient conditions: too busy, too many parts, memory, shutting down. */
const retriable = new Set(['159', '160', '202', '209', '210', '241', '242', '252', '319', '999']);

/** Converts any error of the client. */
export function clickhouseError(what: string, error: unknown): ClickHouseError {
  const message = `${what}: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`;
  const options = { cause: error };
  if (!(error instanceof ServerError)) {
    return new ClickHouseError('clickhouse-unavailable', true, message, options);
  }
  if (badData.has(error.code)) return new ClickHouseError('bad-data', false, message, options);
  if (denied.has(error.code)) return new ClickHouseError('clickhouse-denied', true, message, options);
  if (retriable.has(error.code)) return new ClickHouseError('clickhouse-unavailable', true, message, options);
  return new ClickHouseError('clickhouse-refused', false, message, options);
}
