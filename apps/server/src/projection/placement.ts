import { type Append, type Log, LogError, type OutRecord } from '@panto/streams';

/** Chooses the partition of a key; must agree with Java's default partitioner. */
export type Partitioner = (key: string, partitions: number) => number;

/** A record with its key, which determines the partition unless one is given. */
export interface Publication {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** For a record that must go where another with its key is, whoever placed that one. */
  readonly partition?: number;
}

/** Finds the partitions of records by key. */
export class Placement {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly log: Log,
    private readonly partitionOf: Partitioner,
    private readonly now: () => number = Date.now,
  ) {}

  /** Groups records by partition, each group in the order given. */
  async place(publications: readonly Publication[]): Promise<readonly Append[]> {
    await this.learnCounts(publications.map(({ topic }) => topic));
    const places = new Map<string, { topic: string; partition: number; records: OutRecord[] }>();
    for (const { topic, key, value, headers = {}, partition: given } of publications) {
      const partition = given ?? this.partitionOf(key, this.counts.get(topic) ?? 1);
      const place = `${topic}/${partition}`;
      const append = places.get(place) ?? { topic, partition, records: [] };
      append.records.push({ topic, key, value, headers, timestamp: this.now() });
      places.set(place, append);
    }
    return [...places.values()];
  }

  private async learnCounts(topics: readonly string[]): Promise<void> {
    const unknown = [...new Set(topics)].filter((topic) => !this.counts.has(topic));
    if (unknown.length === 0) return;
    const counts = await this.log.partitionCounts(unknown);
    unknown.forEach((topic, index) => {
      const count = counts[index] ?? 0;
      if (count === 0) throw new LogError('topic-missing', `${topic} has no partitions`, true);
      this.counts.set(topic, count);
    });
  }
}
