import type {
  Appender,
  Feed,
  FeedListener,
  GroupOptions,
  Log,
  Membership,
  Reader,
  TopicPartition,
  TopicPartitionOffset,
  Transaction,
  Writer,
} from './log';
import { LogError } from './log';
import type { MemoryBroker, MemoryMember } from './memory-broker';
import type { LogRecord } from './topology';

/** The latency of a response: one turn of the event loop, so that nothing happens in the caller's turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One process's client of a log in memory; `kill` ends it as killing the process would. */
export class MemoryLog implements Log {
  private dead = false;
  private readonly feeds = new Set<MemoryFeed>();
  private readonly joined = new Set<MemoryMember>();

  constructor(private readonly broker: MemoryBroker) {}

  /** From now on nothing it does has an effect; its group notices at once. */
  kill(): void {
    this.dead = true;
    for (const feed of this.feeds) feed.stop();
    for (const member of this.joined) this.broker.leave(member);
  }

  async partitionCounts(topics: readonly string[]): Promise<readonly number[]> {
    await this.answer();
    return topics.map((topic) => this.broker.count(topic));
  }

  async join(options: GroupOptions): Promise<Membership> {
    await this.answer();
    const member: MemoryMember = {
      options: { ...options, onAssigned: (tasks) => (this.dead ? undefined : options.onAssigned(tasks)) },
    };
    this.joined.add(member);
    this.broker.join(member);
    return {
      confirm: () => this.answer(),
      get heardAt() {
        return performance.now();
      },
      leave: async () => {
        await this.answer();
        if (this.joined.delete(member)) this.broker.leave(member);
      },
    };
  }

  async openWriter(id: string): Promise<Writer> {
    await this.answer();
    const epoch = this.broker.open(id);
    let broken = false;
    return {
      commit: async (transaction: Transaction) => {
        await this.answer();
        if (broken) throw new LogError('failed', 'this writer has failed before: open another', false);
        try {
          this.broker.commit(id, epoch, transaction);
        } catch (error) {
          broken = true;
          throw error;
        }
      },
      close: turn,
    };
  }

  async openAppender(): Promise<Appender> {
    await this.answer();
    return {
      append: async (appends) => {
        await this.answer();
        this.broker.append(appends);
      },
      close: turn,
    };
  }

  async openReader(): Promise<Reader> {
    await this.answer();
    const own = new Set<MemoryFeed>();
    return {
      follow: (from, listener) => {
        const feed = new MemoryFeed(this.broker, from, listener);
        own.add(feed);
        this.feeds.add(feed);
        return feed;
      },
      close: async () => {
        await turn();
        for (const feed of own) feed.stop();
      },
    };
  }

  async committed(
    group: string,
    places: readonly TopicPartition[],
  ): Promise<readonly (number | undefined)[]> {
    await this.answer();
    return places.map((place) => this.broker.committed(group, place));
  }

  async starts(places: readonly TopicPartition[]): Promise<readonly number[]> {
    await this.answer();
    return places.map(() => 0);
  }

  async ends(places: readonly TopicPartition[]): Promise<readonly number[]> {
    await this.answer();
    return places.map((place) => this.broker.entries(place).length);
  }

  async close(): Promise<void> {
    await turn();
    for (const member of this.joined) this.broker.leave(member);
    this.joined.clear();
  }

  private async answer(): Promise<void> {
    await turn();
    if (this.dead) throw new LogError('unavailable', 'this client is dead', true);
  }
}

class MemoryFeed implements Feed {
  readonly topic: string;
  readonly partition: number;
  private next: number;
  private readonly release: () => void;

  constructor(
    private readonly broker: MemoryBroker,
    from: TopicPartitionOffset,
    listener: FeedListener,
  ) {
    this.topic = from.topic;
    this.partition = from.partition;
    this.next = from.offset;
    this.release = broker.onAppend(() => {
      if (this.end > this.next) listener.wake();
    });
    if (this.end > this.next) setImmediate(() => listener.wake());
  }

  get end(): number {
    return this.broker.entries(this).length;
  }

  get fetched(): number {
    return this.end;
  }

  get position(): number {
    const entries = this.broker.entries(this);
    while (this.next < entries.length && entries[this.next] === null) this.next += 1;
    return this.next;
  }

  get waiting(): number {
    return this.broker
      .entries(this)
      .slice(this.position)
      .filter((entry) => entry !== null).length;
  }

  get seenAt(): number {
    return performance.now();
  }

  take(atMost: number): readonly LogRecord[] {
    const taken: LogRecord[] = [];
    const entries = this.broker.entries(this);
    for (; this.next < entries.length && taken.length < atMost; this.next += 1) {
      const entry = entries[this.next];
      if (entry != null) taken.push(entry);
    }
    return taken;
  }

  stop(): void {
    this.release();
  }
}
