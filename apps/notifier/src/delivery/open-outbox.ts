import { topicName, type ChannelMemory, type Delivery } from '@panto/model';
import {
  readRange,
  readTo,
  Signal,
  type Log,
  type LogRecord,
  type Range,
  type Reader,
  type ReadLimits,
  type TopicPartition,
  type TopicPartitionOffset,
} from '@panto/streams';
import { ChannelMemories } from './channel-memories';
import type { Ledger } from './ledger';
import { Outbox, type OutboxContext, type Unrecorded } from './outbox';
import { advance, untried, type Progress } from './progress';
import { sendingKey } from './sending';

/** Options for opening a partition. */
export interface OpenOptions {
  readonly log: Log;
  readonly reader: Reader;
  readonly group: string;
  readonly prefix: string;
  /** Maximum time without progress of the log, ms. */
  readonly patience: number;
  readonly stopped: () => boolean;
}

/**
 * Opens a partition where it was left: at the oldest unsettled notification, with the outcomes of those after
 * it read from the deliveries. The previous owner must have been fenced.
 */
export async function openOutbox(
  { log, reader, group, prefix, patience, stopped }: OpenOptions,
  partition: number,
  context: OutboxContext,
  unrecorded: Unrecorded,
): Promise<Outbox> {
  const notifications = { topic: topicName(prefix, 'notifications'), partition };
  const deliveries = { topic: topicName(prefix, 'deliveries'), partition };
  const memoryPlace = { topic: topicName(prefix, 'channel-memories'), partition };
  const places = [notifications, deliveries, memoryPlace];
  const [starts, committed, ends] = [
    await log.starts(places),
    await log.committed(group, [notifications, deliveries]),
    await log.ends(places),
  ];
  const from = (i: number): number => Math.max(committed[i] ?? 0, starts[i] ?? 0);
  const standing: Ledger['standing'] = { notifications: from(0), deliveries: from(1) };
  const progress = await readProgress(
    reader,
    { ...deliveries, offset: standing.deliveries },
    ends[1] ?? 0,
    { patience, stopped },
    context,
  );
  const range = { from: starts[2] ?? 0, until: ends[2] ?? 0 };
  // Not interrupted by a stop: later writes must not be based on half of it.
  const limits = { patience, stopped: () => false };
  const stored = await readMemories(reader, memoryPlace, range, limits, context);
  const memories = new ChannelMemories(stored, unrecorded.changes);
  const unsaid = unrecorded.deliveries.filter((delivery) => isNews(progress, delivery));
  for (const delivery of unsaid) note(progress, delivery);
  const listener = { wake: context.wake, gap: gapLogger(context, notifications) };
  const feed = reader.follow({ ...notifications, offset: standing.notifications }, listener);
  const resumeUntil = ends[0] ?? 0;
  return new Outbox(context, { feed, deliveries, memoryPlace, memories, standing, resumeUntil, progress, unsaid }); // prettier-ignore
}

/** Reads the memories of the Channels. */
async function readMemories(
  reader: Reader,
  place: TopicPartition,
  range: Range,
  limits: ReadLimits,
  { memories, logger }: OutboxContext,
): Promise<ReadonlyMap<string, ChannelMemory>> {
  const stored = new Map<string, ChannelMemory>();
  await readRange(reader, { ...place, compacted: true }, range, limits, async (records) => {
    await memories.prepare(records.map(({ value }) => value));
    for (const { key, value, headers, offset } of records) {
      const channel = key?.toString('utf8') ?? '';
      stored.delete(channel);
      if (value === null) continue;
      const decoded = memories.decode(value, headers);
      if (decoded.ok) stored.set(channel, decoded.value);
      else logger.error({ ...place, offset, reason: decoded.reason }, 'the memory of a Channel cannot be read'); // prettier-ignore
    }
  });
  return stored;
}

/** Reads the progress from the deliveries, from an offset to their end. */
async function readProgress(
  reader: Reader,
  from: TopicPartitionOffset,
  end: number,
  limits: ReadLimits,
  context: OutboxContext,
): Promise<Map<string, Progress>> {
  const progress = new Map<string, Progress>();
  const signal = new Signal();
  const feed = reader.follow(from, { wake: () => signal.raise(), gap: gapLogger(context, from) });
  try {
    await readTo(feed, signal, end, limits, (records) => noteAll(records, progress, context));
    return progress;
  } finally {
    feed.stop();
  }
}

async function noteAll(
  records: readonly LogRecord[],
  progress: Map<string, Progress>,
  { deliveries, logger }: OutboxContext,
): Promise<void> {
  await deliveries.prepare(records.map(({ value }) => value));
  for (const { value, headers, topic, partition, offset } of records) {
    const decoded = deliveries.decode(value, headers);
    if (decoded.ok) {
      note(progress, decoded.value);
    } else logger.error({ topic, partition, offset, reason: decoded.reason }, 'a delivery cannot be read');
  }
}

function note(progress: Map<string, Progress>, delivery: Delivery): void {
  const key = keyOf(delivery);
  progress.set(key, advance(progress.get(key) ?? untried, delivery));
}

function keyOf({ notification, resend }: Delivery): string {
  return sendingKey({ id: notification, resend });
}

/** Whether a delivery whose commit was uncertain had not been committed. */
function isNews(progress: ReadonlyMap<string, Progress>, delivery: Delivery): boolean {
  const known = progress.get(keyOf(delivery));
  if (known === undefined) return true;
  return !known.final && (known.attempts < delivery.attempt || delivery.outcome !== 'retrying');
}

function gapLogger({ logger }: OutboxContext, place: TopicPartition) {
  return (wanted: number, found: number): void => {
    logger.error(
      { ...place, code: 'input-gap', wanted, found },
      'records were deleted before they were read',
    );
  };
}
