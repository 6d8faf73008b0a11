import type { Append, GroupOptions, TopicPartition, Transaction } from './log';
import { LogError } from './log';
import type { LogRecord } from './topology';

/** A member of a group, as the broker sees it. */
export interface MemoryMember {
  readonly options: GroupOptions;
}

/** A log in memory, shared by any number of `MemoryLog` clients: for specs of what runs on a log. */
export class MemoryBroker {
  private readonly partitions = new Map<string, (LogRecord | null)[][]>();
  private readonly offsets = new Map<string, number>();
  private readonly epochs = new Map<string, number>();
  private readonly members = new Map<string, MemoryMember[]>();
  private readonly wakers = new Set<() => void>();

  /** Creates a topic; an existing one stays as it is. */
  create(topic: string, partitions: number): void {
    if (this.partitions.has(topic)) return;
    this.partitions.set(
      topic,
      Array.from({ length: partitions }, () => []),
    );
  }

  /** Number of partitions of a topic. */
  count(topic: string): number {
    return this.topic(topic).length;
  }

  /** Everything committed in a partition; null where a transaction ended. */
  entries({ topic, partition }: TopicPartition): readonly (LogRecord | null)[] {
    return this.partition(topic, partition);
  }

  /** All records of a topic, partition by partition. */
  records(topic: string): readonly LogRecord[] {
    return this.topic(topic).flatMap((list) => list.filter((entry) => entry !== null));
  }

  /** Appends without a transaction. */
  append(appends: readonly Append[]): void {
    for (const { topic, partition, records } of appends) {
      const list = this.partition(topic, partition);
      for (const { key, value, timestamp, headers = {} } of records) {
        const bytes = typeof key === 'string' ? Buffer.from(key) : key;
        list.push({ topic, partition, offset: list.length, timestamp, key: bytes, value, headers });
      }
    }
    for (const wake of this.wakers) wake();
  }

  /** Opens a new writer of an id; its epoch fences all older ones. */
  open(id: string): number {
    const epoch = (this.epochs.get(id) ?? 0) + 1;
    this.epochs.set(id, epoch);
    return epoch;
  }

  /** Writes a transaction, and an end marker into each of its partitions, as Kafka does. */
  commit(id: string, epoch: number, { appends, group, offsets }: Transaction): void {
    if (this.epochs.get(id) !== epoch) throw new LogError('fenced', `a newer writer of ${id} exists`, false);
    this.append(appends);
    for (const { topic, partition } of appends) this.partition(topic, partition).push(null);
    for (const { topic, partition, offset } of offsets) {
      this.offsets.set(`${group} ${topic}/${partition}`, offset);
    }
    for (const wake of this.wakers) wake();
  }

  /** Committed offset of a group. */
  committed(group: string, { topic, partition }: TopicPartition): number | undefined {
    return this.offsets.get(`${group} ${topic}/${partition}`);
  }

  /** Calls back after every append until the returned function is called. */
  onAppend(wake: () => void): () => void {
    this.wakers.add(wake);
    return () => void this.wakers.delete(wake);
  }

  /** Adds a member; all members get a new assignment. */
  join(member: MemoryMember): void {
    const { group } = member.options;
    this.members.set(group, [...(this.members.get(group) ?? []), member]);
    this.rebalance(group);
  }

  /** Removes a member; the others get its tasks. */
  leave(member: MemoryMember): void {
    const { group } = member.options;
    this.members.set(
      group,
      (this.members.get(group) ?? []).filter((other) => other !== member),
    );
    this.rebalance(group);
  }

  private rebalance(group: string): void {
    const members = this.members.get(group) ?? [];
    members.forEach((member, index) => {
      const all = Array.from({ length: member.options.tasks }, (_, task) => task);
      member.options.onAssigned(all.filter((task) => task % members.length === index));
    });
  }

  private topic(name: string): (LogRecord | null)[][] {
    const found = this.partitions.get(name);
    if (found === undefined) throw new LogError('topic-missing', `there is no topic ${name}`, false);
    return found;
  }

  private partition(topic: string, partition: number): (LogRecord | null)[] {
    const found = this.topic(topic)[partition];
    if (found === undefined) throw new LogError('topic-missing', `there is no ${topic}/${partition}`, false);
    return found;
  }
}
