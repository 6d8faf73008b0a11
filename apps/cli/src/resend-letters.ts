import { topicName } from '@panto/model';
import type { DeadLetter, Log, OutRecord } from '@panto/streams';
import { type LetterFilter, readLetters } from './read-letters';

/** The outcome for the dead letters of state-processor. */
export interface ResentLetters {
  readonly sent: number;
  /** Letters of batches that cannot be unpacked: there are no bytes to send. */
  readonly lost: number;
}

/**
 * Rewrites Results that state-processor could not process, unchanged and to the partition they came from.
 * Other dead letters are left alone: States and Alerts have an order, and a rewritten one would be the
 * newest.
 */
export async function resendLetters(
  log: Log,
  filter: Omit<LetterFilter, 'stage'>,
  write: boolean,
): Promise<ResentLetters> {
  const results = topicName(filter.prefix, 'results');
  const appender = write ? await log.openAppender() : undefined;
  let [sent, lost] = [0, 0];
  try {
    await readLetters(log, { ...filter, stage: 'state-processor' }, async (letters) => {
      const list = letters.filter(({ topic }) => topic === results);
      const records = list.filter(({ key, value }) => key !== null || value !== null);
      lost += list.length - records.length;
      const [first] = records;
      if (first === undefined) return;
      const { topic, partition } = first;
      await appender?.append([{ topic, partition, records: records.map(asItCame) }]);
      sent += records.length;
    });
  } finally {
    await appender?.close();
  }
  return { sent, lost };
}

function asItCame({ topic, key, value, timestamp, headers }: DeadLetter): OutRecord {
  return { topic, key, value, timestamp, headers };
}
