import type { Feed, Log, Reader, TopicPartition } from './log';
import type { PartitionFold } from './partition-fold';
import { planResume, type ResumeFault, type ResumePlan } from './resume-plan';
import { Signal } from './signal';
import { readSnapshot } from './snapshot';
import type { LogRecord, Topology } from './topology';

/** What restoring a partition needs. */
export interface RestoreContext<Memory, Input, Output> {
  readonly topology: Topology<Memory, Input, Output>;
  readonly log: Log;
  readonly reader: Reader;
  readonly group: string;
  /** Longest silence of the log, ms. */
  readonly patience: number;
  readonly stopped: () => boolean;
}

/** How a restore went. */
export interface Restored {
  /** Offset at which each input goes on, in the order of the topology. */
  readonly offsets: readonly number[];
  readonly faults: readonly ResumeFault[];
  /** Records read on the way. */
  readonly records: number;
}

interface Range {
  readonly from: number;
  readonly until: number;
}

/** Records taken from a feed at once while reading towards an end. */
const chunk = 2_000;

/**
 * Brings a new fold to where the partition was committed: snapshots first, then what they do not cover, silently.
 * The writer of the task must have been opened before, so that nothing is committed any more meanwhile.
 */
export async function restore<Memory, Input, Output>(
  context: RestoreContext<Memory, Input, Output>,
  fold: PartitionFold<Memory, Input, Output>,
): Promise<Restored> {
  const { topology, log, group } = context;
  const places = topology.inputs.map(({ topic }) => ({ topic, partition: fold.partition }));
  const committed = await log.committed(group, places);
  const starts = await log.starts(places);
  const snapshots = await readSnapshots(context, fold);
  const inputs = topology.inputs.map(({ topic, role }, index) => ({
    topic,
    role,
    start: starts[index] ?? 0,
    committed: committed[index],
  }));
  fold.remember(Infinity);
  const plan = planResume(inputs, fold.meta, fold.unreadable());
  fold.beginReplay(plan.replay?.clock ?? fold.meta?.clock ?? 0);
  const replayed = plan.replay === undefined ? 0 : await replay(context, fold, plan, plan.replay);
  fold.live();
  return { offsets: plan.offsets, faults: plan.faults, records: snapshots + replayed };
}

async function readSnapshots<Memory, Input, Output>(
  context: RestoreContext<Memory, Input, Output>,
  fold: PartitionFold<Memory, Input, Output>,
): Promise<number> {
  let records = 0;
  const place = { topic: context.topology.snapshots, partition: fold.partition };
  await readAll(context, place, undefined, (list) => {
    records += list.length;
    for (const record of list) {
      const read = readSnapshot(record);
      if (read.kind !== 'unreadable') fold.adopt(read);
    }
  });
  return records;
}

async function replay<Memory, Input, Output>(
  context: RestoreContext<Memory, Input, Output>,
  fold: PartitionFold<Memory, Input, Output>,
  plan: ResumePlan,
  streamRange: Range,
): Promise<number> {
  let records = 0;
  const rebuild = fold.unreadable() > 0;
  const { inputs } = context.topology;
  // What is rebuilt needs its tables before its stream.
  const order = [...inputs.filter(({ role }) => role === 'table' && rebuild), ...inputs.filter(isStream)];
  for (const input of order) {
    const until = plan.offsets[inputs.indexOf(input)] ?? 0;
    const range = isStream(input) ? streamRange : { from: 0, until };
    await readAll(context, { topic: input.topic, partition: fold.partition }, range, async (list) => {
      records += list.length;
      await input.prepare?.(list);
      for (const record of list) fold.replay(input, record);
    });
  }
  return records;
}

function isStream({ role }: { readonly role: 'stream' | 'table' }): boolean {
  return role === 'stream';
}

/** Reads a partition over a range (all that is committed now, if none is given). */
async function readAll<Memory, Input, Output>(
  context: RestoreContext<Memory, Input, Output>,
  place: TopicPartition,
  range: Range | undefined,
  each: (records: readonly LogRecord[]) => void | Promise<void>,
): Promise<void> {
  const [start = 0] = await context.log.starts([place]);
  const [end = 0] = range === undefined ? await context.log.ends([place]) : [range.until];
  const from = Math.max(start, range?.from ?? 0);
  if (from >= end) return;
  const signal = new Signal();
  const feed = context.reader.follow(
    { ...place, offset: from },
    { wake: () => signal.raise(), gap: () => undefined },
  );
  try {
    await readTo(feed, signal, end, context, (list) => each(list.filter(({ offset }) => offset < end)));
  } finally {
    feed.stop();
  }
}

/** Takes from a feed until it stands at an end. */
export async function readTo(
  feed: Feed,
  signal: Signal,
  end: number,
  limits: { readonly patience: number; readonly stopped: () => boolean },
  each: (records: readonly LogRecord[]) => void | Promise<void>,
): Promise<void> {
  let heard = performance.now();
  while (feed.position < end && !limits.stopped()) {
    const before = feed.position;
    const list = feed.take(chunk);
    if (list.length > 0) await each(list);
    if (feed.position !== before) heard = performance.now();
    else if (performance.now() - heard > limits.patience) throw silent(feed, end);
    else await signal.wait(200);
  }
}

function silent(feed: Feed, end: number): Error {
  return new Error(`${feed.topic}/${feed.partition} stands at ${feed.position} and does not come to ${end}`);
}
