import type { TableName } from '@panto/clickhouse';
import type { LogRecord } from '@panto/streams';
import type { Source } from './source';
import type { Stored } from './store';

/** Some records of one source. */
export interface Taken {
  readonly source: Source;
  readonly records: readonly LogRecord[];
}

/** A record that cannot be stored, and why. */
export interface Dead {
  readonly record: LogRecord;
  readonly reason: string;
  readonly detail: string;
}

/** What some records make: rows by table, what cannot be stored, and how much was skipped. */
export interface Batch {
  readonly rows: ReadonlyMap<TableName, readonly Stored[]>;
  readonly dead: readonly Dead[];
  readonly skipped: number;
  /** The same for the same records, whoever reads them: ClickHouse takes one insert with it, no second. */
  readonly token: string;
}

/** Reads records into rows. Pure: their schemas have been fetched before. */
export function batchOf(taken: readonly Taken[]): Batch {
  const rows = new Map<TableName, Stored[]>();
  const dead: Dead[] = [];
  let skipped = 0;
  for (const { source, records } of taken) {
    for (const record of records) {
      const outcome = source.read(record);
      if (outcome.kind === 'skip') skipped += 1;
      else if (outcome.kind === 'dead') dead.push({ record, reason: outcome.reason, detail: outcome.detail });
      else {
        for (const { table, row } of outcome.rows) {
          const list = rows.get(table);
          if (list === undefined) rows.set(table, [{ row, record }]);
          else list.push({ row, record });
        }
      }
    }
  }
  return { rows, dead, skipped, token: taken.map(rangeOf).join(' ') };
}

function rangeOf({ records }: Taken): string {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${first.topic}/${first.partition}:${first.offset}-${last.offset}`;
}
