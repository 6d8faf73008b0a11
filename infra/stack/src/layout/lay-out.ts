import { Registry, registerSchemas, registryAddress, registrySettings, subjectsOf } from '@panto/avro';
import { createClient, kafkaSettings } from '@panto/kafka';
import { topicName } from '@panto/model';
import { readSettings } from '@panto/service';
import { setTimeout as pause } from 'node:timers/promises';
import { addressVariables, type Addresses } from '../parts/plan';
import type { StackSettings } from '../stack-settings';
import { planTopics, type PlannedTopic } from './topic-plan';

/** kafkajs's number of a topic among the kinds of resources that have a configuration. */
const topicKind = 2;
type Client = ReturnType<typeof createClient>;
type Admin = ReturnType<Client['kafka']['admin']>;

/** Creates the topics that are missing, sets what differs, registers the schemas. Idempotent; gives what was new. */
export async function layOut(
  addresses: Addresses,
  { topicPrefix, partitions }: Pick<StackSettings, 'topicPrefix' | 'partitions'>,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const settings = kafkaSettings({ ...environment, ...addressVariables(addresses) });
  const admin = createClient(settings, 'panto-layout').kafka.admin();
  await admin.connect();
  try {
    const plan = await planFor(admin, topicPrefix, partitions);
    const missing = await createMissing(admin, plan);
    await setDiffering(admin, plan);
    const registry = readSettings(registrySettings, { ...environment, ...addressVariables(addresses) });
    await registerSchemas(new Registry(registryAddress(registry)), subjectsOf(topicPrefix));
    return missing;
  } finally {
    await admin.disconnect();
  }
}

/** Partitions are counted once: topics that join must keep the count that results has. */
async function planFor(admin: Admin, prefix: string, partitions: number): Promise<readonly PlannedTopic[]> {
  const results = topicName(prefix, 'results');
  const there = (await admin.listTopics()).includes(results);
  const found = there ? await admin.fetchTopicMetadata({ topics: [results] }) : undefined;
  const { brokers } = await admin.describeCluster();
  const replicas = Math.min(3, brokers.length);
  return planTopics({ prefix, shared: found?.topics[0]?.partitions.length ?? partitions, replicas });
}

async function createMissing(admin: Admin, plan: readonly PlannedTopic[]): Promise<readonly string[]> {
  const there = new Set(await admin.listTopics());
  const missing = plan.filter(({ topic }) => !there.has(topic));
  if (missing.length === 0) return [];
  await admin.createTopics({
    waitForLeaders: false,
    timeout: 30_000,
    topics: missing.map(({ topic, partitions, replicas, configuration }) => ({
      topic,
      numPartitions: partitions,
      replicationFactor: replicas,
      configEntries: entries(configuration),
    })),
  });
  await leadersOf(admin, missing);
  return missing.map(({ topic }) => topic);
}

/** A new topic can be used once every partition has a leader. */
async function leadersOf(admin: Admin, topics: readonly PlannedTopic[]): Promise<void> {
  const names = topics.map(({ topic }) => topic);
  for (let look = 0; look < 100; look += 1) {
    const found = await admin.fetchTopicMetadata({ topics: names }).catch(() => undefined);
    const led = found?.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
    if (led === true) return;
    await pause(100);
  }
}

async function setDiffering(admin: Admin, plan: readonly PlannedTopic[]): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: plan.map(({ topic, configuration }) => ({
      type: topicKind,
      name: topic,
      configNames: Object.keys(configuration),
    })),
  });
  const differing = plan.filter(({ topic, configuration }) => {
    const found = resources.find(({ resourceName }) => resourceName === topic)?.configEntries ?? [];
    const values = new Map(found.map((entry) => [entry.configName, entry.configValue]));
    return Object.entries(configuration).some(([name, value]) => values.get(name) !== value);
  });
  if (differing.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: differing.map(({ topic, configuration }) => ({
      type: topicKind,
      name: topic,
      configEntries: entries(configuration),
    })),
  });
}

const entries = (configuration: Readonly<Record<string, string>>) =>
  Object.entries(configuration).map(([name, value]) => ({ name, value }));
