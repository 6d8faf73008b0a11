import type { Row, TableName } from '@panto/clickhouse';
import { deadLetter, type Append, type LogRecord } from '@panto/streams';
import type { Source } from './source';

/** Some records of one source. */
export interface Taken {
  readonly source: Source;
  readonly records: readonly LogRecord[];
}

/** What some records make: rows by table, dead letters, and what was skipped. */
export interface Batch {
  readonly rows: ReadonlyMap<TableName, readonly Row[]>;
  readonly deadLetters: readonly Append[];
  /** Reasons of the dead letters. */
  readonly reasons: readonly string[];
  readonly skipped: number;
  /** The same for the same records, whoever reads them: ClickHouse takes one insert with it, no second. */
  readonly token: string;
}

/** Reads records into rows and dead letters. Pure: their schemas have been fetched before. */
export function batchOf(taken: readonly Taken[], deadLetterTopic: string, stage: string): Batch {
  const rows = new Map<TableName, Row[]>();
  const deadLetters: Append[] = [];
  const reasons: string[] = [];
  let skipped = 0;
  for (const { source, records } of taken) {
    for (const record of records) {
      const outcome = source.read(record);
      if (outcome.kind === 'skip') skipped += 1;
      else if (outcome.kind === 'dead') {
        const letter = deadLetter(deadLetterTopic, stage, record, outcome.reason, outcome.detail);
        deadLetters.push({ topic: deadLetterTopic, partition: record.partition, records: [letter] });
        reasons.push(outcome.reason);
      } else {
        for (const { table, row } of outcome.rows) {
          const list = rows.get(table);
          if (list === undefined) rows.set(table, [row]);
          else list.push(row);
        }
      }
    }
  }
  return { rows, deadLetters, reasons, skipped, token: taken.map(rangeOf).join(' ') };
}

function rangeOf({ records }: Taken): string {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${first.topic}/${first.partition}:${first.offset}-${last.offset}`;
}
