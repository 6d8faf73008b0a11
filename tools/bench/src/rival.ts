import { openTopicAdmin, planTopics } from '@panto/kafka';
import { wantedTopics } from '@panto/topics';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { target } from './bed';
import { missingAfter } from './check-spec';
import { Child } from './child';
import { named } from './cluster';
import type { Contender } from './contender';

/** Tuned settings of Kafka Streams; kafka-streams/README.md explains them. */
export const tuned: Readonly<Record<string, string>> = {
  'num.stream.threads': '2',
  'commit.interval.ms': '100',
  'statestore.cache.max.bytes': '67108864',
  // The group does not wait for a process that restarts under the same name, as with PANTO_INSTANCE.
  'main.consumer.group.instance.id': 'bench',
  'consumer.max.poll.records': '5000',
  'consumer.max.partition.fetch.bytes': '4194304',
  'consumer.fetch.max.bytes': '33554432',
  'producer.batch.size': '262144',
  'producer.linger.ms': '20',
  'producer.buffer.memory': '134217728',
};

const jvm = ['-XX:+UseParallelGC', '-Xms1g', '-Xmx2g'];

/** Where the built rival is, and which settings differ from the tuned ones. */
export interface RivalOptions {
  readonly home: string;
  readonly streams?: Readonly<Record<string, string>>;
  /** Kafka Streams with its defaults: nothing set but what the case needs. */
  readonly untuned?: boolean;
}

/** The same fold on Kafka Streams. */
export const rival = ({ home, streams, untuned = false }: RivalOptions): Contender => ({
  name: untuned ? 'rival untuned' : 'rival',
  // Ratios refer to the better of the two.
  rival: !untuned,
  async prepare({ servers, cluster }, { prefix, topic, rules, resultSchema, stateSchema }) {
    const application = `${prefix}rival-${randomUUID().slice(0, 8)}`;
    const states = named(prefix, 'rival-states');
    const clear = async (): Promise<void> => {
      await cluster.deleteGroup(application);
      await cluster.deleteTopics((name) => name.startsWith(application) || name === states);
    };
    await clear();
    const [like] = wantedTopics({ prefix, partitions: cluster.partitions, replicationFactor: 1 }).filter(
      ({ name }) => name === named(prefix, 'states'),
    );
    if (like === undefined) throw new Error('the catalogue has no topic like `states`');
    const topics = await openTopicAdmin(cluster.client);
    await topics.apply(planTopics([{ ...like, name: states }], []));
    await topics.close();
    const settings = {
      bootstrap: servers.kafka,
      application,
      input: topic,
      output: states,
      resultSchema,
      stateSchema,
      target,
      ago: rules.ago * 1000,
      tolerance: rules.interval * 1000,
      missingAfter,
    };
    const given = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    const set = Object.entries({ ...(untuned ? {} : tuned), ...streams }).map(
      ([name, value]) => `streams.${name}=${value}`,
    );
    const words = [...jvm, '-cp', `${join(home, 'classes')}:${join(home, 'lib')}/*`, 'panto.rival.Main'];
    const start = (): Child[] => [new Child('rival', 'java', [...words, ...given, ...set], {})];
    return { group: application, states, start, clear };
  },
});
