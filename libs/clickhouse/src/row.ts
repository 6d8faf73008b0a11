/** The value of a column on its way into ClickHouse. */
export type Cell =
  string | number | boolean | null | readonly string[] | Readonly<Record<string, string | number | boolean>>;

/** A row on its way into ClickHouse, by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** A row and its table. */
export interface TableRow {
  readonly table: TableName;
  readonly row: Row;
}

/** Tables that mirror topics. */
export type TableName =
  'results' | 'samples' | 'states' | 'alerts' | 'notifications' | 'deliveries' | 'resources';
