import type { Meter } from '@panto/streams';
import { deadLetterLog } from './dead-letter-log';
import type { Logger } from './logger';
import type { Meters } from './meters';

/** The meters of the stream runtime, under the names that dashboards and alerts use; dead letters are logged, too. */
export function streamMeter(meters: Meters, logger: Logger): Meter {
  const logDead = deadLetterLog(logger);
  const taken = meters.counter('panto_records_read_total', 'Records read.', ['topic']);
  const written = meters.counter('panto_records_written_total', 'Records written.', ['topic']);
  const skipped = meters.counter('panto_records_skipped_total', 'Records not for this stage.', ['reason']);
  const dead = meters.counter('panto_records_dead_lettered_total', 'Records that were rejected.', ['reason']);
  const noted = meters.counter('panto_decisions_noted_total', 'Decisions that produced no record.', [
    'reason',
  ]);
  const transaction = meters.histogram('panto_transaction_seconds', 'Time of one transaction.', ['outcome']);
  const restored = meters.histogram('panto_restore_seconds', 'Time to restore the memory of a partition.', [
    'standby',
  ]);
  const restoredRecords = meters.counter('panto_restored_records_total', 'Records read to restore memory.', [
    'standby',
  ]);
  const restoring = meters.gauge('panto_restoring_records', 'Records of the restores in progress.', [
    'status',
  ]);
  const lagRecords = meters.gauge('panto_lag_records', 'Records behind the ends of the inputs.');
  const lagSeconds = meters.gauge(
    'panto_lag_seconds',
    'How far the slowest partition is behind the current time.',
  );
  const tasks = meters.gauge('panto_tasks', 'Tasks of this process.', ['status']);
  const keys = meters.gauge('panto_memory_keys', 'Keys in memory.');
  const cold = meters.gauge('panto_cold_keys', 'Keys in memory that are held as bytes.');
  return {
    taken: (topic, records) => taken.add(records, { topic }),
    written: (topic, records) => written.add(records, { topic }),
    skipped: (reason, records) => skipped.add(records, { reason }),
    deadLettered: (reason, records) => {
      dead.add(records, { reason });
      logDead(reason, records);
    },
    noted: (reason, times) => noted.add(times, { reason }),
    transaction: (outcome, seconds) => transaction.observe(seconds, { outcome }),
    restored: (records, seconds, warm) => {
      restored.observe(seconds, { standby: String(warm) });
      restoredRecords.add(records, { standby: String(warm) });
    },
    restoring: (read, left) => {
      restoring.set(read, { status: 'read' });
      restoring.set(left, { status: 'left' });
    },
    ...standbyMeter(meters),
    lagRecords: (records) => lagRecords.set(records),
    lagSeconds: (seconds) => lagSeconds.set(seconds),
    tasks: (assigned, processing) => {
      tasks.set(assigned, { status: 'assigned' });
      tasks.set(processing, { status: 'processing' });
    },
    keys: (count, ofThemCold) => {
      keys.set(count);
      cold.set(ofThemCold);
    },
  };
}

function standbyMeter(meters: Meters): Pick<Meter, 'standby' | 'standbyLost'> {
  const standbys = meters.gauge('panto_standbys', 'Partitions of other processes that are followed.', [
    'status',
  ]);
  const standbyKeys = meters.gauge('panto_standby_keys', 'Keys in the memory of standbys.');
  const standbyLag = meters.gauge('panto_standby_lag_records', 'Snapshot records that standbys are behind.');
  const standbysLost = meters.counter('panto_standbys_lost_total', 'Standbys that had to start over.');
  return {
    standby: (following, warm, count, lag) => {
      standbys.set(following, { status: 'following' });
      standbys.set(warm, { status: 'warm' });
      standbyKeys.set(count);
      standbyLag.set(lag);
    },
    standbyLost: () => standbysLost.add(),
  };
}
