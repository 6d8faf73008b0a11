import type { Appender, GroupOptions, Log, Membership, Reader, TopicPartition, Writer } from '@panto/streams';
import type { Logger } from '@panto/streams';
import { LogError } from '@panto/streams';
import type { Admin } from 'kafkajs';
import { briefRetry } from './client-config';
import { createClient, type KafkaClient } from './kafka-client';
import { openAppender } from './kafka-appender';
import { removeStaleMembers } from './remove-stale-members';
import { kafkaError } from './kafka-error';
import { defaultTiming, type GroupTiming, KafkaMembership } from './kafka-membership';
import { KafkaReader } from './kafka-reader';
import type { KafkaSettings } from './kafka-settings';
import { openWriter } from './kafka-writer';
import { openCluster, type OpenCluster } from './open-cluster';
import { topicOffsets } from './topic-offsets';

/** Options of a log. */
export interface KafkaLogOptions {
  readonly clientId: string;
  readonly logger?: Logger;
  readonly timing?: Partial<GroupTiming>;
  /** Only one process at a time has the client id: an earlier member of a group under it is dead. */
  readonly exclusive?: boolean;
  /** For interactive use: an unreachable Kafka should be reported soon. */
  readonly brief?: boolean;
}

/** Opens Kafka as the log that topologies run on. */
export async function createKafkaLog(settings: KafkaSettings, options: KafkaLogOptions): Promise<Log> {
  const retry = options.brief === true ? briefRetry : undefined;
  const client = createClient(settings, options.clientId, options.logger, retry);
  const admin = client.kafka.admin();
  let open: OpenCluster;
  try {
    await admin.connect();
    open = await openCluster(client);
  } catch (error) {
    await admin.disconnect().catch(() => undefined);
    throw kafkaError(`connecting to ${settings.brokers.join(', ')}`, error);
  }
  return new KafkaLog(client, admin, open, options);
}

class KafkaLog implements Log {
  /** The connections shared by all writers. */
  private writing: Promise<OpenCluster> | undefined;

  constructor(
    private readonly client: KafkaClient,
    private readonly admin: Admin,
    private readonly open: OpenCluster,
    private readonly options: KafkaLogOptions,
  ) {}

  async partitionCounts(topics: readonly string[]): Promise<readonly number[]> {
    return this.said('asking for topics', async () => {
      const existing = new Set(await this.admin.listTopics());
      const missing = topics.filter((topic) => !existing.has(topic));
      if (missing.length > 0) {
        throw new LogError(
          'topic-missing',
          `there is no ${missing.join(', ')}: create the topics first`,
          false,
        );
      }
      const { topics: found } = await this.admin.fetchTopicMetadata({ topics: [...new Set(topics)] });
      return topics.map((topic) => found.find(({ name }) => name === topic)?.partitions.length ?? 0);
    });
  }

  async join(options: GroupOptions): Promise<Membership> {
    const { exclusive, timing } = this.options;
    if (exclusive === true) await this.removeStaleMembers(options.group);
    const membership = new KafkaMembership(this.client, options, { ...defaultTiming, ...timing });
    await membership.join();
    return membership;
  }

  async openWriter(id: string): Promise<Writer> {
    this.writing ??= openCluster(this.client);
    // A failed connection is opened anew for the next caller.
    const open = await this.writing.catch((error: unknown) => {
      this.writing = undefined;
      throw kafkaError(`opening the writer ${id}`, error);
    });
    return openWriter(open, id, this.client.settings);
  }

  openAppender(): Promise<Appender> {
    return openAppender(this.client);
  }

  async openReader(): Promise<Reader> {
    return this.said('opening a reader', async () => {
      return new KafkaReader(await openCluster(this.client), this.client.logger);
    });
  }

  async committed(
    group: string,
    places: readonly TopicPartition[],
  ): Promise<readonly (number | undefined)[]> {
    return this.said(`asking for offsets of ${group}`, async () => {
      const topics = [...new Set(places.map(({ topic }) => topic))];
      const found = await this.admin.fetchOffsets({ groupId: group, topics });
      return places.map(({ topic, partition }) => {
        const offset = found
          .find((entry) => entry.topic === topic)
          ?.partitions.find((entry) => entry.partition === partition)?.offset;
        return offset === undefined || Number(offset) < 0 ? undefined : Number(offset);
      });
    });
  }

  starts(places: readonly TopicPartition[]): Promise<readonly number[]> {
    return this.said('asking for first offsets', () => topicOffsets(this.open.cluster, places, 'start'));
  }

  ends(places: readonly TopicPartition[]): Promise<readonly number[]> {
    return this.said('asking for last offsets', () => topicOffsets(this.open.cluster, places, 'end'));
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
    await this.open.close();
    await this.writing?.then((open) => open.close()).catch(() => undefined);
  }

  /** Without this the group waits for them until their session times out: its failure is no reason not to join. */
  private async removeStaleMembers(group: string): Promise<void> {
    const { clientId } = this.options;
    const { logger } = this.client;
    try {
      const count = await removeStaleMembers(this.open.cluster, this.admin, group, clientId);
      if (count > 0) logger.info({ group, clientId, count }, 'ended the previous membership of this process');
    } catch (error) {
      logger.warn(
        { group, clientId, error: String(error) },
        'cannot end the previous membership of this process',
      );
    }
  }

  private async said<Value>(what: string, ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask();
    } catch (error) {
      throw kafkaError(what, error);
    }
  }
}
