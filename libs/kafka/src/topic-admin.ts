import kafkajs, { type Admin } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTimeout } from './workarounds/end-silent-connections';
import type { KafkaClient } from './kafka-client';
import { kafkaError } from './kafka-error';
import { requestTimeout } from './request-timeout';
import type { FoundTopic, TopicStep } from './topic-plan';

/** How long new topics may take to get leaders, ms. */
const timeout = 30_000;
/** Source of a setting in the response to DescribeConfigs: the topic itself. */
const setOnTopic = 1;

/** Inspects topics and applies plans for them. */
export interface TopicAdmin {
  /** The existing ones of some topics. */
  find(names: readonly string[]): Promise<readonly FoundTopic[]>;
  /** Number of brokers. */
  brokers(): Promise<number>;
  /** Creates and alters; ignores `ok` and `conflict`. */
  apply(steps: readonly TopicStep[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens a connection for the administration of topics. */
export async function openTopicAdmin({ kafka }: KafkaClient): Promise<TopicAdmin> {
  const admin = kafka.admin();
  const named = async <Value>(what: string, work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw kafkaError(what, error);
    }
  };
  await named('connecting', () => admin.connect());
  return {
    find: (names) => named('looking at topics', () => find(admin, names)),
    brokers: () => named('asking for brokers', async () => (await admin.describeCluster()).brokers.length),
    apply: (steps) => named('applying the plan of topics', () => apply(admin, steps)),
    close: () => admin.disconnect(),
  };
}

async function find(admin: Admin, names: readonly string[]): Promise<readonly FoundTopic[]> {
  const existing = (await admin.listTopics()).filter((name) => names.includes(name));
  if (existing.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: existing });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: existing.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
  });
  return topics.map(({ name, partitions }) => {
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    const own = entries.filter(({ configSource }) => Number(configSource) === setOnTopic);
    return {
      name,
      partitions: partitions.length,
      config: Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue])),
      effective: Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue])),
    };
  });
}

async function apply(admin: Admin, steps: readonly TopicStep[]): Promise<void> {
  const created = steps.flatMap((step) => (step.kind === 'create' ? [step.topic] : []));
  if (created.length > 0) {
    const creating = admin.createTopics({
      timeout: requestTimeout,
      // With several brokers, the one that is asked may not know the topic yet: kafkajs takes that for an error.
      waitForLeaders: false,
      topics: created.map(({ name, partitions, replicationFactor, config }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor,
        configEntries: entriesOf(config),
      })),
    });
    await creating.catch((error: unknown) => {
      // A controller that takes longer than the request timeout may still go on: what counts is whether the topics come
      // into being.
      if (!isTimeout(error)) throw error;
    });
    await whenLed(
      admin,
      created.map(({ name }) => name),
    );
  }
  const altered = steps.flatMap((step) => (step.kind === 'alter' ? [step] : []));
  if (altered.length > 0) {
    // AlterConfigs replaces everything that is set on a topic: the steps also contain what was set before.
    await admin.alterConfigs({
      validateOnly: false,
      resources: altered.map(({ topic, config }) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: topic.name,
        configEntries: entriesOf(config),
      })),
    });
  }
}

/** Resolves when all partitions of some new topics have leaders. */
async function whenLed(admin: Admin, topics: string[]): Promise<void> {
  for (const end = Date.now() + timeout; ; await sleep(100)) {
    const found = await admin.fetchTopicMetadata({ topics }).catch((error: unknown) => {
      if (Date.now() > end) throw error;
    });
    if (found?.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    if (Date.now() > end) throw new Error(`some of ${topics.join(', ')} have no leader after ${timeout} ms`);
  }
}

function entriesOf(config: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}
