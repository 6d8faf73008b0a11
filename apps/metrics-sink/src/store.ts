import { ClickHouseError, type Row, type TableName } from '@panto/clickhouse';

/** Where rows are stored: ClickHouse, or a list in a spec. */
export interface Store {
  insert(table: TableName, rows: readonly Row[], token: string): Promise<void>;
}

/**
 * Inserts rows; where ClickHouse cannot take a value, the rows are halved until the bad ones stand alone, so that
 * one of them does not keep the others out. Gives the rows that were refused.
 */
export async function insertAll(
  store: Store,
  table: TableName,
  rows: readonly Row[],
  token: string,
): Promise<readonly Row[]> {
  try {
    await store.insert(table, rows, token);
    return [];
  } catch (error) {
    if (!(error instanceof ClickHouseError) || error.code !== 'bad-data') throw error;
    if (rows.length === 1) return rows;
    const half = Math.ceil(rows.length / 2);
    const first = await insertAll(store, table, rows.slice(0, half), `${token} 0`);
    return [...first, ...(await insertAll(store, table, rows.slice(half), `${token} 1`))];
  }
}
