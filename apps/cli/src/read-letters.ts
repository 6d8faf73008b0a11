import { catalogue, topicName } from '@panto/model';
import { type DeadLetter, type Log, partitionsOf, readDeadLetter, readRange } from '@panto/streams';

/** Begins the names of their topics. */
const beginning = 'dead-letters.';

/** The stages that have dead letters. */
export const letterStages: readonly string[] = catalogue
  .filter(({ name }) => name.startsWith(beginning))
  .map(({ name }) => name.slice(beginning.length));

/** Which dead letters are meant. */
export interface LetterFilter {
  readonly prefix: string;
  /** All, unless there is one. */
  readonly stage?: string | undefined;
  readonly reason?: string | undefined;
  /** What could not be taken had come since then, ms. */
  readonly since: number;
}

/** Longest silence of Kafka, ms. */
const patience = 10_000;

/**
 * Reads the dead letters that there are now, those of one partition at a time and in their order; waits for what is done
 * with them. A stage writes to the partition that it read from: those that are given together came from one, too.
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
