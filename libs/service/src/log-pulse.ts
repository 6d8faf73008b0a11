import { isPartitionUnavailable, type Log, partitionsOf, type TopicPartition } from '@panto/streams';
import { Pulse, type PulseOptions } from './pulse';

/**
 * The Pulse of a log: asks for the ends of a topic, so every broker that leads one of its partitions has to answer. From
 * inside, a stage with nothing to read looks the same as one whose broker hangs. That a partition has no leader is an
 * answer: whatever else the process does goes on.
 */
export function logPulse(
  log: Pick<Log, 'partitionCounts' | 'ends'>,
  topic: string,
  options?: Partial<PulseOptions>,
): Pulse {
  let places: readonly TopicPartition[] = [];
  const ask = async (): Promise<void> => {
    if (places.length === 0) places = await partitionsOf(log, [topic]);
    await log.ends(places).catch((error: unknown) => {
      if (!isPartitionUnavailable(error)) throw error;
    });
  };
  return new Pulse('kafka', ask, options);
}
