import type { Feed, FeedListener, Following, Logger, Reader } from '@panto/streams';
import type { Cluster } from 'kafkajs';
import { type Fetched, fetchFrom } from './fetch';
import { forgetBroker } from './forget-broker';
import { KafkaFeed } from './kafka-feed';
import { leaderOf } from './leader-of';
import type { OpenCluster } from './open-cluster';
import { committedBatches } from './record-batch';
import { topicOffsets } from './topic-offsets';

/**
 * Bounds of one fetch: bytes of all partitions and of one. With framing, a response fits into the largest pooled
 * buffer.
 */
const limits = { maxBytes: 8 * 1024 * 1024 - 64 * 1024, partitionBytes: 1024 * 1024 };

/**
 * Bytes that wait in all feeds together, and in one of them: with many feeds each has less, and with very many the
 * total is higher, because a feed without room would starve. What one fetch returns may exceed it.
 */
const room = { all: 128 * 1024 * 1024, most: 8 * 1024 * 1024, least: 256 * 1024 };

/**
 * How long a broker waits for records to arrive, ms: not long while a partition that is left out may soon need a fetch.
 */
const waits = { usually: 200, whileFull: 20 };

/** How long a partition or broker is left alone after an error, ms. */
const pause = 250;

/** How long the end of a partition must lie before the wanted offset before that is believed, ms. */
const beyondPatience = 30_000;

/**
 * How often a corrupt batch is fetched again: it may have been damaged in transit, and another broker may have it
 * intact.
 */
const mostDoubts = 4;

/** Error codes of the protocol. */
const offsetOutOfRange = 1;
/** The partition has a new leader, or none at the moment. */
const leaderErrors = [3, 5, 6, 9, 72, 74, 75, 76, 78];

const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/**
 * Reads any partitions, each broker in its own loop, without a group, which kafkajs consumers cannot do. The next fetch
 * runs while the last one is processed, up to the bounds of each feed.
 */
export class KafkaReader implements Reader {
  private readonly feeds = new Set<KafkaFeed>();
  private readonly loops = new Map<string, Promise<void>>();
  private readonly cluster: Cluster;
  private closed = false;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly open: OpenCluster,
    private readonly logger: Logger,
    private readonly patience = beyondPatience,
  ) {
    this.cluster = open.cluster;
  }

  follow(from: Following, listener: FeedListener): Feed {
    const feed = new KafkaFeed(from, listener, {
      pool: this.open.pool,
      room: () => this.room,
      stopped: () => this.feeds.delete(feed),
    });
    this.feeds.add(feed);
    this.findLeaders();
    return feed;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const feed of this.feeds) feed.stop();
    await this.looking;
    await Promise.all(this.loops.values());
    await this.open.close();
  }

  /** Bytes that may wait in one feed. */
  private get room(): number {
    return Math.max(room.least, Math.min(room.most, Math.floor(room.all / this.feeds.size)));
  }

  /** Looks up leaders for the feeds that have none, and starts the loops of their brokers. */
  private findLeaders(): void {
    this.looking ??= this.lookUp().finally(() => {
      this.looking = undefined;
      if (!this.closed && this.leaderless().length > 0) this.findLeaders();
    });
  }

  private leaderless(): readonly KafkaFeed[] {
    return [...this.feeds].filter(({ leader }) => leader === undefined);
  }

  private async lookUp(): Promise<void> {
    try {
      const feeds = this.leaderless();
      await this.cluster.addMultipleTargetTopics([...new Set(feeds.map(({ topic }) => topic))]);
      if (feeds.some(({ quietUntil }) => quietUntil > 0)) await this.cluster.refreshMetadata();
      for (const feed of feeds) {
        const leader = leaderOf(this.cluster, feed);
        feed.leader = leader;
        if (leader === undefined) waitForLeader(feed);
        else if (!this.loops.has(leader)) this.loops.set(leader, this.loop(leader));
      }
      if (feeds.some(({ leader }) => leader === undefined)) await sleep(pause);
    } catch (error) {
      this.logger.warn(
        { error: String(error) },
        'leaders of partitions could not be looked up; trying again',
      );
      await sleep(pause);
    }
  }

  private async loop(nodeId: string): Promise<void> {
    for (let turn = 0; !this.closed; turn += 1) {
      const now = performance.now();
      const own = [...this.feeds].filter(({ leader, quietUntil }) => leader === nodeId && quietUntil <= now);
      const feeds = oneOfEach(
        rotated(
          own.filter(({ full }) => !full),
          turn,
        ),
      );
      const wait = feeds.length < own.length ? waits.whileFull : waits.usually;
      // A short nap when nothing is wanted: processing is busy with what was fetched before.
      if (feeds.length === 0) await sleep(10);
      else await this.round(nodeId, feeds, wait);
    }
  }

  private async round(nodeId: string, feeds: readonly KafkaFeed[], wait: number): Promise<void> {
    try {
      const broker = await this.cluster.findBroker({ nodeId });
      const wanted = feeds.map(({ topic, partition, fetched }) => ({
        topic,
        partition,
        offset: fetched,
        maxBytes: Math.min(limits.partitionBytes, this.room),
      }));
      const { fetched, memory } = await fetchFrom(broker, wanted, { ...limits, wait });
      const nothing = fetched.every(({ bytes }) => bytes.length === 0);
      for (const answer of fetched) {
        const feed = feeds.find(
          ({ topic, partition }) => topic === answer.topic && partition === answer.partition,
        );
        if (feed !== undefined && !feed.stopped) this.handle(feed, answer, nothing);
      }
      // The feeds hold copies.
      this.open.pool.giveBack(memory);
    } catch (error) {
      if (this.closed) return;
      this.logger.warn(
        { nodeId, error: String(error) },
        'a broker could not be read; looking for leaders again',
      );
      forgetBroker(this.cluster, error);
      for (const feed of feeds) this.loseLeader(feed);
      await sleep(pause);
    }
  }

  private handle(feed: KafkaFeed, answer: Fetched, nothing: boolean): void {
    if (answer.error === 0) {
      const givenUp = feed.doubts >= mostDoubts;
      const committed = committedBatches(answer, answer.bytes, feed.fetched, answer.aborted, givenUp);
      // No records at all before the end, and no limit was reached: what was there is compacted away.
      const next = nothing && feed.compacted ? Math.max(committed.next, answer.end) : committed.next;
      const moved = next > feed.fetched;
      feed.receive({ ...committed, next }, answer.end);
      if (committed.corrupt) this.doubt(feed, moved);
      else feed.doubts = 0;
    } else if (answer.error === offsetOutOfRange) {
      // Other feeds do not wait for the lookup for this one; it is left alone until then.
      feed.quietUntil = Infinity;
      this.skipGap(feed).catch((error: unknown) => {
        const fields = { topic: feed.topic, partition: feed.partition, error: String(error) };
        this.logger.warn(fields, 'the start of a partition could not be looked up; trying again');
        this.loseLeader(feed);
      });
    } else {
      const fields = { topic: feed.topic, partition: feed.partition, code: answer.error };
      if (!leaderErrors.includes(answer.error))
        this.logger.warn(fields, 'a partition cannot be read; trying again');
      this.loseLeader(feed);
    }
  }

  /**
   * Records before the first existing one were deleted. If the offset should exist, other brokers have it: followers
   * also answer consumers, and their replicas may lag or have only just been started (KIP-392). Going back would repeat
   * what was already published, so it is the last resort: when the topic was recreated.
   */
  private async skipGap(feed: KafkaFeed): Promise<void> {
    const [start = 0] = await topicOffsets(this.cluster, [feed], 'start');
    if (feed.stopped) return;
    const now = performance.now();
    feed.quietUntil = now;
    feed.beyondSince ??= now;
    if (start <= feed.fetched && now - feed.beyondSince < this.patience) {
      this.loseLeader(feed);
      return;
    }
    feed.listener.gap(feed.fetched, start);
    feed.fetched = start;
    feed.beyondSince = undefined;
  }

  private doubt(feed: KafkaFeed, moved: boolean): void {
    feed.doubts = moved ? 1 : feed.doubts + 1;
    const fields = { topic: feed.topic, partition: feed.partition, offset: feed.fetched, times: feed.doubts };
    this.logger.warn(fields, 'a batch does not match its checksum; fetching it again');
    this.loseLeader(feed);
  }

  private loseLeader(feed: KafkaFeed): void {
    feed.leader = undefined;
    feed.quietUntil = performance.now() + pause;
    this.findLeaders();
  }
}

/** No leader is an answer too, not a silence that a new process would end; the leader is looked up again. */
function waitForLeader(feed: KafkaFeed): void {
  feed.hear();
  feed.quietUntil = performance.now() + pause;
}

/**
 * Starts with another feed each turn: a response is filled in the order of the request, and a batch larger than its
 * partition's limit is sent only if it comes first.
 */
function rotated<One>(list: readonly One[], turn: number): readonly One[] {
  const first = turn % Math.max(1, list.length);
  return [...list.slice(first), ...list.slice(0, first)];
}

/**
 * Keeps the first of several feeds of one partition: a broker uses the last in a request, and the response does not say
 * which it answers.
 */
function oneOfEach(feeds: readonly KafkaFeed[]): readonly KafkaFeed[] {
  const byPlace = new Map<string, KafkaFeed>();
  for (const feed of feeds) {
    const place = `${feed.topic}/${feed.partition}`;
    if (!byPlace.has(place)) byPlace.set(place, feed);
  }
  return byPlace.size === feeds.length ? feeds : [...byPlace.values()];
}
