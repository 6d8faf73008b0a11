import type { TableName } from '@panto/clickhouse';
import { deadLetterLog, type Logger, type Meters } from '@panto/service';
import type { Dead } from './batch';

/** The measurements of the sink. */
export interface SinkMeter {
  inserted(table: TableName, rows: number, seconds: number): void;
  stored(skipped: number, dead: readonly Dead[], lag: number): void;
}

/** The sink's meters, under the names used by dashboards and alerts; dead letters are also logged. */
export function sinkMeter(meters: Meters, logger: Logger): SinkMeter {
  const logDead = deadLetterLog(logger);
  const rows = meters.counter('panto_sink_rows_total', 'Rows inserted into ClickHouse.', ['table']);
  const seconds = meters.histogram('panto_sink_insert_seconds', 'Time of one insert, retries included.', [
    'table',
  ]);
  const dead = meters.counter('panto_records_dead_lettered_total', 'Records that could not be taken.', [
    'reason',
  ]);
  const skipped = meters.counter('panto_sink_records_skipped_total', 'Ticks and tombstones.');
  const lag = meters.gauge('panto_lag_records', 'Records behind the ends of the inputs.');
  return {
    inserted(table, count, time) {
      rows.add(count, { table });
      seconds.observe(time, { table });
    },
    stored(count, letters, behind) {
      for (const { reason } of letters) {
        dead.add(1, { reason });
        logDead(reason, 1);
      }
      skipped.add(count);
      lag.set(behind);
    },
  };
}
