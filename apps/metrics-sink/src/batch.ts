import type { TableName } from '@panto/clickhouse';
import type { LogRecord } from '@panto/streams';
import type { Source } from './source';
import type { Stored } from './store';

/** Records taken from one source. */
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

/**
 * The outcome of a set of records: rows by table, records that cannot be stored, and how many were skipped.
 */
export interface Batch {
  readonly rows: ReadonlyMap<TableName, readonly Stored[]>;
  readonly dead: readonly Dead[];
  readonly skipped: number;
  /** Deterministic for the same records, whichever process reads them: ClickHouse accepts only one insert with it. */
  readonly token: string;
}

/** Converts records to rows. Pure: their schemas have been fetched before. */
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
