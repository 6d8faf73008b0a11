import { wantedTopics } from '@panto/topics';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createClient,
  createKafkaLog,
  kafkaSettings,
  openTopicAdmin,
  partitionOf,
  planTopics,
} from '@panto/kafka';
import { tickKey } from '@panto/model';
import type { Append, Appender, Log, TopicPartition } from '@panto/streams';
import { addresses, type TestStage } from '../harness/test-stage';
import type { StoryRecord } from './story-record';

const settings = kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: addresses.kafka });
const client = createClient(settings, 'timeline');

/** Both stages. */
export const stages = ['state-processor', 'alert-processor'] as const;

/** The topics of a test stage, written with the times of the stories instead of the broker's. */
export class Broker {
  private constructor(
    private readonly stage: TestStage,
    private readonly log: Log,
    private readonly appender: Appender,
  ) {}

  /** Lets the topics accept the timestamps of their records, however far in the future, and opens them. */
  static async open(stage: TestStage): Promise<Broker> {
    const { prefix, partitions } = stage;
    const admin = await openTopicAdmin(client);
    const wanted = wantedTopics({ prefix, partitions, replicationFactor: 1 }).map((topic) => ({
      ...topic,
      config: {
        ...topic.config,
        'message.timestamp.type': 'CreateTime',
        'message.timestamp.after.max.ms': String(2n ** 63n - 1n),
      },
    }));
    await admin.apply(planTopics(wanted, await admin.find(wanted.map(({ name }) => name))));
    await admin.close();
    const log = await createKafkaLog(settings, { clientId: 'timeline' });
    return new Broker(stage, log, await log.openAppender());
  }

  async close(): Promise<void> {
    await this.appender.close();
    await this.log.close();
  }

  /** Writes records in order, each to the partition of its key. */
  async write(records: readonly StoryRecord[]): Promise<void> {
    const appends = new Map<string, Append & { readonly records: object[] }>();
    for (const { topic: name, key, value, timestamp } of records) {
      const place = { topic: this.stage.topic(name), partition: partitionOf(key, this.stage.partitions) };
      const append = appends.get(keyOf(place)) ?? { ...place, records: [] };
      append.records.push({ topic: place.topic, key, value, timestamp });
      appends.set(keyOf(place), append);
    }
    await this.appender.append([...appends.values()]);
  }

  /** Lets time pass in all partitions, and waits until both stages have passed it on. */
  async passTime(time: number): Promise<void> {
    const places = this.places('results');
    const tick = ({ topic }: TopicPartition) => ({ topic, key: tickKey, value: null, timestamp: time });
    await this.appender.append(places.map((place) => ({ ...place, records: [tick(place)] })));
    await eventually(`time ${time} in alerts`, async () => {
      const lists = await this.stage.read('alerts');
      return lists.every((list) =>
        list.some(({ key, timestamp }) => String(key) === tickKey && timestamp >= time),
      );
    });
  }

  /** Changes the configuration, and waits until both stages know it. */
  async configure(change: readonly StoryRecord[]): Promise<void> {
    await this.write(change);
    const places = this.places('config.checks');
    const ends = await this.log.ends(places);
    for (const stage of stages) {
      await eventually(`configuration in ${stage}`, async () => {
        const offsets = await this.log.committed(`${this.stage.prefix}${stage}`, places);
        return ends.every((end, index) => end === 0 || offsets[index] === end);
      });
    }
  }

  private places(name: string): readonly TopicPartition[] {
    const topic = this.stage.topic(name);
    return Array.from({ length: this.stage.partitions }, (_, partition) => ({ topic, partition }));
  }
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(100)) if (await isSo()) return;
  throw new Error(`${what}: not within 90 s`);
}
