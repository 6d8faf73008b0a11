import type { Meter } from '@panto/streams';
import type { Meters } from './meters';

/** The meters of the stream runtime, under the names that dashboards and alerts know. */
export function streamMeter(meters: Meters): Meter {
  const taken = meters.counter('panto_records_read_total', 'Records read.', ['topic']);
  const written = meters.counter('panto_records_written_total', 'Records written.', ['topic']);
  const skipped = meters.counter('panto_records_skipped_total', 'Records not for this stage.', ['reason']);
  const dead = meters.counter('panto_records_dead_lettered_total', 'Records that could not be taken.', [
    'reason',
  ]);
  const noted = meters.counter('panto_decisions_noted_total', 'Decisions that are no records.', ['reason']);
  const transaction = meters.histogram('panto_transaction_seconds', 'Time of one transaction.', ['outcome']);
  const restored = meters.histogram('panto_restore_seconds', 'Time to restore the memory of a partition.');
  const restoredRecords = meters.counter('panto_restored_records_total', 'Records read to restore memory.');
  const lagRecords = meters.gauge('panto_lag_records', 'Records behind the ends of the inputs.');
  const lagSeconds = meters.gauge(
    'panto_lag_seconds',
    'How far the slowest partition is behind the present.',
  );
  const tasks = meters.gauge('panto_tasks', 'Tasks of this process.', ['status']);
  const keys = meters.gauge('panto_memory_keys', 'Keys in memory.');
  return {
    taken: (topic, records) => taken.add(records, { topic }),
    written: (topic, records) => written.add(records, { topic }),
    skipped: (reason, records) => skipped.add(records, { reason }),
    deadLettered: (reason, records) => dead.add(records, { reason }),
    noted: (reason, times) => noted.add(times, { reason }),
    transaction: (outcome, seconds) => transaction.observe(seconds, { outcome }),
    restored: (records, seconds) => {
      restored.observe(seconds);
      restoredRecords.add(records);
    },
    lagRecords: (records) => lagRecords.set(records),
    lagSeconds: (seconds) => lagSeconds.set(seconds),
    tasks: (assigned, processing) => {
      tasks.set(assigned, { status: 'assigned' });
      tasks.set(processing, { status: 'processing' });
    },
    keys: (count) => keys.set(count),
  };
}
