import { catalogue, topicName } from '@panto/model';
import { type DeadLetter, type Log, partitionsOf, readDeadLetter, readRange } from '@panto/streams';

/** Prefix of the names of dead-letter topics. */
const beginning = 'dead-letters.';

/** The stages that have dead letters. */
export const letterStages: readonly string[] = catalogue
  .filter(({ name }) => name.startsWith(beginning))
  .map(({ name }) => name.slice(beginning.length));

/** Selects dead letters. */
export interface LetterFilter {
  readonly prefix: string;
  /** Only those of this stage; absent: all. */
  readonly stage?: string | undefined;
  readonly reason?: string | undefined;
  /** Only records that arrived since then, ms. */
  readonly since: number;
}

/** Maximum time without progress of Kafka, ms. */
const patience = 10_000;

/**
 * Reads the existing dead letters, one partition at a time, each in its order, and waits for the consumer of
 * each batch. A stage writes dead letters to the partition that it read from, so letters of one batch come
 * from the same partition.
 */
export async function readLetters(
  log: Log,
  { prefix, stage, reason, since }: LetterFilter,
  each: (letters: readonly DeadLetter[]) => void | Promise<void>,
): Promise<void> {
  const topics = (stage === undefined ? letterStages : [stage]).map((one) =>
    topicName(prefix, beginning + one),
  );
  const places = await partitionsOf(log, topics);
  const [starts, ends] = [await log.starts(places), await log.ends(places)];
  const reader = await log.openReader();
  try {
    for (const [i, place] of places.entries()) {
      const range = { from: starts[i] ?? 0, until: ends[i] ?? 0 };
      await readRange(reader, place, range, { patience, stopped: () => false }, (records) =>
        each(
          records
            .flatMap((record) => readDeadLetter(record) ?? [])
            .filter((one) => one.timestamp >= since && (reason === undefined || one.reason === reason)),
        ),
      );
    }
  } finally {
    await reader.close();
  }
}
