/** What stands in a column of a row on its way into ClickHouse. */
export type Cell =
  string | number | boolean | null | readonly string[] | Readonly<Record<string, string | number | boolean>>;

/** A row on its way into ClickHouse, by the names of the columns. */
export type Row = Readonly<Record<string, Cell>>;

/** A row and the table it is for. */
export interface TableRow {
  readonly table: TableName;
  readonly row: Row;
}

/** Tables that hold what stands in the topics. */
export type TableName =
  'results' | 'samples' | 'states' | 'alerts' | 'notifications' | 'deliveries' | 'resources';
