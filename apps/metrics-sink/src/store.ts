import { ClickHouseError, type Row, type TableName } from '@panto/clickhouse';
import type { LogRecord } from '@panto/streams';

/** Where rows are stored: ClickHouse, or a list in a spec. */
export interface Store {
  insert(table: TableName, rows: readonly Row[], token: string): Promise<void>;
}

/** A row, and the record it was made from. */
export interface Stored {
  readonly row: Row;
  readonly record: LogRecord;
}

/** A row that ClickHouse cannot accept, and why. */
export interface Refused extends Stored {
  readonly detail: string;
}

/**
 * Inserts rows. If ClickHouse cannot accept a value, the rows are halved until the bad ones are isolated, so
 * that a poison row does not block the others. Returns the rejected rows.
 */
export async function insertAll(
  store: Store,
  table: TableName,
  stored: readonly Stored[],
  token: string,
): Promise<readonly Refused[]> {
  try {
    const rows = stored.map(({ row }) => row);
    await store.insert(table, rows, token);
    return [];
  } catch (error) {
    if (!(error instanceof ClickHouseError) || error.code !== 'bad-data') throw error;
    const [only] = stored;
    if (only === undefined) return [];
    if (stored.length === 1) return [{ ...only, detail: `${table}: ${error.message}` }];
    const half = Math.ceil(stored.length / 2);
    const first = await insertAll(store, table, stored.slice(0, half), `${token} 0`);
    return [...first, ...(await insertAll(store, table, stored.slice(half), `${token} 1`))];
  }
}
