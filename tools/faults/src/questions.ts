import { createClient, kafkaSettings } from '@panto/kafka';
import { Answer, askBroker } from './ask-broker';

/** A partition with its leader and replicas. */
export interface Led {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly replicas: readonly number[];
}

/** A partition with its two ends: of all records, and of those that are decided (committed or aborted). */
export interface Ends {
  readonly topic: string;
  readonly partition: number;
  readonly highWatermark: number;
  readonly lastStable: number;
}

/** The fault runner's queries to a cluster, with as little of the product's code as possible. */
export interface Questions {
  /** Addresses of the brokers by id. */
  brokers(): Promise<ReadonlyMap<number, string>>;
  /** Leaders of the partitions of some topics. */
  leaders(topics: readonly string[]): Promise<readonly Led[]>;
  /** The active controller. */
  controller(): Promise<number>;
  /** The broker that coordinates a group or a transactional id. */
  coordinator(kind: 'group' | 'transaction', name: string): Promise<number>;
  /** Assigns other replicas to partitions; the move completes some time later. */
  reassign(partitions: readonly Omit<Led, 'leader'>[]): Promise<void>;
  /** Both ends of all partitions of some topics. */
  ends(topics: readonly string[]): Promise<readonly Ends[]>;
  /** Transactions that are not over, as `id: state`, whose ids have a prefix. */
  openTransactions(prefix: string): Promise<readonly string[]>;
  /** Committed offsets of a group, by `topic/partition`. */
  committed(group: string, topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

const internal = { group: '__consumer_offsets', transaction: '__transaction_state' } as const;
const metadataTopic = '__cluster_metadata';
const over = ['Empty', 'CompleteCommit', 'CompleteAbort', 'Dead'];

/** Opens the connection for queries. */
export async function openQuestions(bootstrap: string): Promise<Questions> {
  const client = createClient(kafkaSettings({ PANTO_KAFKA_BOOTSTRAP_SERVERS: bootstrap }), 'faults');
  const admin = client.kafka.admin();
  await admin.connect();
  return new KafkaQuestions(bootstrap, admin);
}

class KafkaQuestions implements Questions {
  constructor(
    private readonly bootstrap: string,
    private readonly admin: ReturnType<ReturnType<typeof createClient>['kafka']['admin']>,
  ) {}

  async brokers(): Promise<ReadonlyMap<number, string>> {
    const { brokers } = await this.admin.describeCluster();
    return new Map(brokers.map(({ nodeId, host, port }) => [nodeId, `${host}:${port}`]));
  }

  async leaders(topics: readonly string[]): Promise<readonly Led[]> {
    const { topics: found } = await this.admin.fetchTopicMetadata({ topics: [...topics] });
    return found.flatMap(({ name: topic, partitions }) =>
      partitions.map(({ partitionId: partition, leader, replicas }) => ({
        topic,
        partition,
        leader,
        replicas,
      })),
    );
  }

  controller(): Promise<number> {
    return Promise.any(this.bootstrap.split(',').map((address) => quorumLeader(address)));
  }

  async coordinator(kind: 'group' | 'transaction', name: string): Promise<number> {
    const all = await this.leaders([internal[kind]]);
    const wanted = Math.abs(javaHash(name)) % all.length;
    return all.find(({ partition }) => partition === wanted)?.leader ?? -1;
  }

  async reassign(partitions: readonly Omit<Led, 'leader'>[]): Promise<void> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    await this.admin.alterPartitionReassignments({
      topics: topics.map((topic) => ({
        topic,
        partitionAssignment: partitions
          .filter((one) => one.topic === topic)
          .map(({ partition, replicas }) => ({ partition, replicas: [...replicas] })),
      })),
    });
  }

  async ends(topics: readonly string[]): Promise<readonly Ends[]> {
    const [brokers, led] = [await this.brokers(), await this.leaders(topics)];
    return Promise.all(
      led.map(async ({ topic, partition, leader }) => {
        const address = brokers.get(leader) ?? '';
        const highWatermark = await lastOffset(address, topic, partition, 0);
        return {
          topic,
          partition,
          highWatermark,
          lastStable: await lastOffset(address, topic, partition, 1),
        };
      }),
    );
  }

  async openTransactions(prefix: string): Promise<readonly string[]> {
    const addresses = [...(await this.brokers()).values()];
    const lists = await Promise.all(addresses.map((address) => transactions(address)));
    return lists
      .flat()
      .filter(({ id, state }) => id.startsWith(prefix) && !over.includes(state))
      .map(({ id, state }) => `${id}: ${state}`);
  }

  async committed(groupId: string, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = await this.admin.fetchOffsets({ groupId, topics: [...topics] });
    const entries = found.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
    );
    return new Map(entries);
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }
}

/** The hash of Java's String. */
function javaHash(text: string): number {
  return [...text].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, 0);
}

async function quorumLeader(address: string): Promise<number> {
  const name = Buffer.from(metadataTopic);
  const body = Buffer.concat([
    Buffer.from([2, name.length + 1]),
    name,
    Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  const answer = new Answer(
    await askBroker(address, { api: 'DescribeQuorum', version: 0, flexible: true, body }),
  );
  const error = answer.int16();
  if (error !== 0) throw new Error(`DescribeQuorum: error ${error}`);
  answer.compactCount();
  answer.compactText();
  answer.compactCount();
  answer.int32();
  answer.int16();
  return answer.int32();
}

async function lastOffset(
  address: string,
  topic: string,
  partition: number,
  isolation: 0 | 1,
): Promise<number> {
  const name = Buffer.from(topic);
  const body = Buffer.alloc(4 + 1 + 4 + 2 + name.length + 4 + 4 + 8);
  body.writeInt32BE(-1, 0);
  body.writeInt8(isolation, 4);
  body.writeInt32BE(1, 5);
  body.writeInt16BE(name.length, 9);
  name.copy(body, 11);
  body.writeInt32BE(1, 11 + name.length);
  body.writeInt32BE(partition, 15 + name.length);
  body.writeBigInt64BE(-1n, 19 + name.length);
  const answer = new Answer(
    await askBroker(address, { api: 'ListOffsets', version: 2, flexible: false, body }),
  );
  answer.int32();
  answer.int32();
  answer.text();
  answer.int32();
  answer.int32();
  const error = answer.int16();
  if (error !== 0) throw new Error(`ListOffsets of ${topic}/${partition}: error ${error}`);
  answer.int64();
  return answer.int64();
}

async function transactions(
  address: string,
): Promise<readonly { readonly id: string; readonly state: string }[]> {
  const body = Buffer.from([1, 1, 0]);
  const answer = new Answer(
    await askBroker(address, { api: 'ListTransactions', version: 0, flexible: true, body }),
  );
  answer.int32();
  const error = answer.int16();
  if (error !== 0) throw new Error(`ListTransactions: error ${error}`);
  for (let left = answer.compactCount(); left > 0; left -= 1) answer.compactText();
  return Array.from({ length: answer.compactCount() }, () => {
    const id = answer.compactText();
    answer.int64();
    const state = answer.compactText();
    answer.skipTags();
    return { id, state };
  });
}
