import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from './kafka-client';
import { kafkaSettings } from './kafka-settings';
import { openTopicAdmin, type TopicAdmin } from './topic-admin';
import { describeStep, planTopics, type WantedTopic } from './topic-plan';

describe('the administration of topics', () => {
  const client = createClient(kafkaSettings(process.env), 'spec');
  const name = `plan-${randomUUID().slice(0, 8)}`;
  const wanted = (config: Record<string, string>): WantedTopic[] => [
    { name, partitions: 2, replicationFactor: 1, config },
  ];
  let topics: TopicAdmin;

  beforeAll(async () => {
    topics = await openTopicAdmin(client);
  }, 30_000);
  afterAll(async () => {
    await topics.close();
    const admin = client.kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [name] });
    await admin.disconnect();
  }, 30_000);

  const lines = async (config: Record<string, string>): Promise<string[]> =>
    planTopics(wanted(config), await topics.find([name])).map(describeStep);
  const apply = async (config: Record<string, string>): Promise<void> =>
    topics.apply(planTopics(wanted(config), await topics.find([name])));

  it('creates, alters one setting without losing the others, and then has nothing to do', async () => {
    expect(await lines({ 'retention.ms': '1000' })).toEqual([
      `create   ${name} (2 partitions) retention.ms=1000`,
    ]);
    await apply({ 'retention.ms': '1000' });
    expect(await lines({ 'segment.ms': '5000' })).toEqual([
      `alter    ${name} (segment.ms: 604800000 -> 5000)`,
    ]);
    await apply({ 'segment.ms': '5000' });
    expect(await lines({ 'segment.ms': '5000', 'retention.ms': '1000' })).toEqual([`ok       ${name}`]);
  }, 60_000);
});
