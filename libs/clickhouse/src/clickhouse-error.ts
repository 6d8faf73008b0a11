import { ClickHouseError as ServerError } from '@clickhouse/client';

/** What can go wrong with ClickHouse, as stable codes. */
export type ClickHouseErrorCode =
  /** No answer, or one that says to come again. */
  | 'clickhouse-unavailable'
  /** It does not let us in, or not do this. */
  | 'clickhouse-denied'
  /** It cannot take a value of a row. */
  | 'bad-data'
  /** It refuses the statement. */
  | 'clickhouse-refused';

/** An error of ClickHouse with a stable code that says whether the same may work later. */
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
/** Codes of ClickHouse for what passes: too busy, too many parts, memory, shutting down. */
const passing = new Set(['159', '160', '202', '209', '210', '241', '242', '252', '319', '999']);

/** Any error of the client as ours. */
export function clickhouseError(what: string, error: unknown): ClickHouseError {
  const message = `${what}: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`;
  const options = { cause: error };
  if (!(error instanceof ServerError)) {
    return new ClickHouseError('clickhouse-unavailable', true, message, options);
  }
  if (badData.has(error.code)) return new ClickHouseError('bad-data', false, message, options);
  if (denied.has(error.code)) return new ClickHouseError('clickhouse-denied', true, message, options);
  if (passing.has(error.code)) return new ClickHouseError('clickhouse-unavailable', true, message, options);
  return new ClickHouseError('clickhouse-refused', false, message, options);
}
