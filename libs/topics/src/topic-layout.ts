import { type KafkaClient, openTopicAdmin, planTopics, type TopicAdmin, type TopicStep } from '@panto/kafka';
import { wantedTopics, type TopicScale } from './wanted-topics';

/** Default replication factor of the topics; lower if there are fewer brokers. */
const defaultReplication = 3;

/** What the layout depends on; without numbers it fits what exists. */
export interface LayoutWish {
  readonly prefix: string;
  /** For a new layout; an existing one keeps the partition count of its results topic. */
  readonly partitions: number;
  readonly replicationFactor?: number | undefined;
}

/** The steps from the existing topics to those of the catalogue, and how to take them. */
export interface TopicLayout {
  readonly steps: readonly TopicStep[];
  apply(): Promise<void>;
  close(): Promise<void>;
}

/** Compares the existing topics with the catalogue. */
export async function openTopicLayout(client: KafkaClient, wish: LayoutWish): Promise<TopicLayout> {
  const admin = await openTopicAdmin(client);
  try {
    const scale = await scaleOf(admin, wish);
    const wanted = wantedTopics(scale);
    const steps = planTopics(wanted, await admin.find(wanted.map(({ name }) => name)));
    return { steps, apply: () => admin.apply(steps), close: () => admin.close() };
  } catch (error) {
    await admin.close();
    throw error;
  }
}

/** Topics that are joined must have as many partitions as results, or keys would land in different ones. */
async function scaleOf(
  admin: TopicAdmin,
  { prefix, partitions, replicationFactor }: LayoutWish,
): Promise<TopicScale> {
  const [results] = await admin.find([`${prefix}results`]);
  return {
    prefix,
    partitions: results?.partitions ?? partitions,
    replicationFactor: replicationFactor ?? Math.min(defaultReplication, await admin.brokers()),
  };
}
