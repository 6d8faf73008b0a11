import {
  createClient,
  createKafkaLog,
  kafkaSettings,
  type KafkaClient,
  type KafkaSettings,
} from '@panto/kafka';
import { topicName } from '@panto/model';
import type { Log } from '@panto/streams';
import { setTimeout as sleep } from 'node:timers/promises';

type Admin = ReturnType<KafkaClient['kafka']['admin']>;

/** What the bench needs of Kafka besides records, through the plain client: topics, groups, offsets. */
export class Cluster {
  private constructor(
    readonly settings: KafkaSettings,
    readonly client: KafkaClient,
    private readonly admin: Admin,
    /** Number of partitions of every topic created here. */
    readonly partitions: number,
  ) {}

  static async open(brokers: string, partitions: number): Promise<Cluster> {
    const settings = kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: brokers });
    const client = createClient(settings, 'bench');
    const admin = client.kafka.admin();
    await admin.connect();
    return new Cluster(settings, client, admin, partitions);
  }

  /** Address of a broker. */
  get broker(): string {
    return this.settings.brokers[0] ?? '';
  }

  /** The product's own log, for reading fast. */
  openLog(): Promise<Log> {
    return createKafkaLog(this.settings, { clientId: 'bench' });
  }

  /** Deletes the topics that match; resolves when they are gone. */
  async deleteTopics(beginning: (name: string) => boolean): Promise<void> {
    const topics = (await this.admin.listTopics()).filter(beginning);
    if (topics.length === 0) return;
    await this.admin.deleteTopics({ topics, timeout: 30_000 });
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
      const left = await this.admin.listTopics();
      if (!topics.some((topic) => left.includes(topic))) return;
    }
    throw new Error(`${topics.join(', ')} cannot be deleted`);
  }

  /** Deletes a group once its last member is gone. */
  async deleteGroup(group: string): Promise<void> {
    const { groups } = await this.admin.listGroups();
    if (!groups.some(({ groupId }) => groupId === group)) return;
    for (const end = Date.now() + 60_000; ; await sleep(500)) {
      try {
        await this.admin.deleteGroups([group]);
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** End offsets of a topic, by partition. */
  async ends(topic: string): Promise<number[]> {
    return this.byPartition(await this.admin.fetchTopicOffsets(topic));
  }

  /**
   * Resolves when every partition of a topic has a leader that knows it leads: only a leader answers with end offsets.
   */
  async led(topic: string): Promise<void> {
    for (const end = Date.now() + 60_000; ; await sleep(200)) {
      try {
        await this.ends(topic);
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** Committed offsets of a group, by partition; 0 where there is none. */
  async committed(group: string, topic: string): Promise<number[]> {
    const [found] = await this.admin.fetchOffsets({ groupId: group, topics: [topic] });
    return this.byPartition(found?.partitions ?? []);
  }

  /** Keeps offsets under a group name, so that another run finds them. */
  async keep(group: string, topic: string, offsets: readonly number[]): Promise<void> {
    const list = offsets.map((offset, partition) => ({ partition, offset: String(offset) }));
    await this.admin.setOffsets({ groupId: group, topic, partitions: list });
  }

  async has(topic: string): Promise<boolean> {
    return (await this.admin.listTopics()).includes(topic);
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }

  private byPartition(entries: readonly { partition: number; offset: string }[]): number[] {
    const offsets = Array.from({ length: this.partitions }, () => 0);
    for (const { partition, offset } of entries) offsets[partition] = Math.max(0, Number(offset));
    return offsets;
  }
}

/** Sum of offsets. */
export const total = (offsets: readonly number[]): number => offsets.reduce((sum, offset) => sum + offset, 0);

/** Full name of a topic of the bench. */
export const named = (prefix: string, topic: string): string => topicName(prefix, topic);
