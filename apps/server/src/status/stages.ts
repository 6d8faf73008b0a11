import { topicName } from '@panto/model';
import { type Log, partitionsOf } from '@panto/streams';
import type { StageLag } from './status-document';

/** A topic's partition count on the broker. */
export interface TopicCount {
  readonly name: string;
  readonly partitions: number;
}

/** The stages by group name, and the topics each consumes as streams. */
const stages: Readonly<Record<string, readonly string[]>> = {
  'state-processor': ['results'],
  'alert-processor': ['states'],
  notifier: ['alerts'],
};

/** The lag of every stage. */
export async function stageLags(log: Log, prefix: string): Promise<readonly StageLag[]> {
  return Promise.all(Object.entries(stages).map(([name, topics]) => lagOf(log, prefix, name, topics)));
}

async function lagOf(log: Log, prefix: string, name: string, topics: readonly string[]): Promise<StageLag> {
  const places = await partitionsOf(
    log,
    topics.map((topic) => topicName(prefix, topic)),
  );
  const committed = await log.committed(`${prefix}${name}`, places);
  if (committed.every((offset) => offset === undefined)) return { name, lag: null };
  const [starts, ends] = await Promise.all([log.starts(places), log.ends(places)]);
  const lags = places.map((_, index) =>
    Math.max(0, (ends[index] ?? 0) - (committed[index] ?? starts[index] ?? 0)),
  );
  return { name, lag: lags.reduce((sum, lag) => sum + lag, 0) };
}
