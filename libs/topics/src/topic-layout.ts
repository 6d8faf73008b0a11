import { type KafkaClient, openTopicAdmin, planTopics, type TopicAdmin, type TopicStep } from '@panto/kafka';
import { wantedTopics, type TopicScale } from './wanted-topics';

/** How many copies the topics have unless said otherwise; fewer where there are fewer brokers. */
const defaultReplication = 3;

/** What the layout depends on; without numbers it fits what is there. */
export interface LayoutWish {
  readonly prefix: string;
  /** For a layout that begins; one that exists keeps the count that its results have. */
  readonly partitions: number;
  readonly replicationFactor?: number | undefined;
}

/** The steps from the topics that are there to those of the catalogue, and the way to take them. */
export interface TopicLayout {
  readonly steps: readonly TopicStep[];
  apply(): Promise<void>;
  close(): Promise<void>;
}

/** Compares the topics that are there with the catalogue. */
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

/** Topics that join must have the count of partitions that results has: keys would part otherwise. */
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
