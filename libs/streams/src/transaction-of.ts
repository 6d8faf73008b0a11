import type { CommitPointHook } from './commit-point';
import type { Effects } from './effects';
import type { Append, Transaction, TopicPartitionOffset } from './log';
import type { OutRecord } from './topology';

/** The transaction with what some partitions have to write, and their offsets, for a group. */
export function transactionOf(
  effects: readonly Effects[],
  group: string,
  onCommitPoint: CommitPointHook | undefined,
): Transaction {
  return { appends: effects.flatMap(appendsOf), group, offsets: effects.flatMap(offsetsOf), onCommitPoint };
}

/** One append per topic, each in order. */
function appendsOf({ partition, records, deadLetters, snapshots }: Effects): readonly Append[] {
  const byTopic = new Map<string, OutRecord[]>();
  for (const list of [records, deadLetters, snapshots]) {
    for (const record of list) {
      const same = byTopic.get(record.topic);
      if (same === undefined) byTopic.set(record.topic, [record]);
      else same.push(record);
    }
  }
  return [...byTopic].map(([topic, list]) => ({ topic, partition, records: list }));
}

function offsetsOf({ partition, offsets }: Effects): readonly TopicPartitionOffset[] {
  return [...offsets].map(([topic, offset]) => ({ topic, partition, offset }));
}
