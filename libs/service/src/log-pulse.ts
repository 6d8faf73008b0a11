import { type Log, partitionsOf, type TopicPartition } from '@panto/streams';
import { Pulse, type PulseOptions } from './pulse';

/**
 * The pulse of a log, asked for the ends of a topic: every broker that leads one of its partitions has to answer. A
 * stage with nothing to read and one whose broker hangs look the same from inside.
 */
export function logPulse(
  log: Pick<Log, 'partitionCounts' | 'ends'>,
  topic: string,
  options?: Partial<PulseOptions>,
): Pulse {
  let places: readonly TopicPartition[] = [];
  const ask = async (): Promise<void> => {
    if (places.length === 0) places = await partitionsOf(log, [topic]);
    await log.ends(places);
  };
  return new Pulse('kafka', ask, options);
}
