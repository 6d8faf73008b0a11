import type { TopicPartition, TopicPartitionOffset } from '@panto/streams';
import type { Broker, Cluster } from 'kafkajs';
import { endTxn } from './end-txn';
import { forgetBroker } from './forget-broker';
import { groupByTopic } from './group-by-topic';
import type { Producer } from './producer';
import { isUnanswered, retrying } from './retrying';
import { type TransactionVersion, transactionVersionOf } from './transaction-version';
import { txnOffsetCommit } from './txn-offset-commit';

interface Topics<Place> {
  readonly topic: string;
  readonly partitions: readonly Place[];
}

/** The offset of one partition, as kafkajs takes it. */
interface Offset {
  readonly partition: number;
  readonly offset: string;
  readonly metadata: null;
}

interface Identity {
  readonly transactionalId: string;
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** The outcome of the end of a transaction. */
export interface Ended {
  /** The identity for the next transaction. */
  readonly producer: Producer;
  /**
   * False: a response was lost, and the request may still wait at a broker, where it might end the next transaction of
   * this producer.
   */
  readonly answered: boolean;
}

/** A kafkajs broker, with the parts that its types leave out. */
interface Coordinator extends Broker {
  initProducerId(request: {
    readonly transactionalId: string;
    readonly transactionTimeout: number;
  }): Promise<{ readonly producerId: string; readonly producerEpoch: number }>;
  addPartitionsToTxn(request: Identity & { readonly topics: readonly Topics<number>[] }): Promise<unknown>;
  addOffsetsToTxn(request: Identity & { readonly groupId: string }): Promise<unknown>;
  txnOffsetCommit(
    request: Identity & { readonly groupId: string; readonly topics: readonly Topics<Offset>[] },
  ): Promise<unknown>;
  endTxn(request: Identity & { readonly transactionResult: boolean }): Promise<unknown>;
  leaveGroup(request: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}

function isCoordinator(broker: Broker): broker is Coordinator {
  const wanted = ['endTxn', 'txnOffsetCommit', 'initProducerId', 'leaveGroup'];
  return wanted.every((name) => name in broker);
}

/** Kinds of coordinators in the protocol. */
const kinds = { group: 0, transaction: 1 } as const;

/**
 * Requests to the coordinators of a transactional id and of a group, each sent to wherever the coordinator currently
 * is.
 */
export class Coordinators {
  closed = false;
  private readonly known = new Map<string, Coordinator>();

  constructor(
    private readonly cluster: Cluster,
    private readonly id: string,
  ) {}

  /** From now on nothing is retried. */
  close(): void {
    this.closed = true;
  }

  /** Takes over the id from its previous producer. `transactionTimeout` in ms. */
  async initialise(transactionTimeout: number): Promise<Producer> {
    const { id } = this;
    const taken = await this.ask('transaction', id, (coordinator) =>
      coordinator.initProducerId({ transactionalId: id, transactionTimeout }),
    );
    return { id, producerId: taken.producerId, producerEpoch: taken.producerEpoch };
  }

  /** The version of transactions that is finalized in the cluster. */
  transactionVersion(): Promise<TransactionVersion> {
    return this.ask('transaction', this.id, (coordinator) => transactionVersionOf(coordinator));
  }

  /** Adds the partitions that a transaction of version 1 will write to; this begins it. */
  async addPartitions(producer: Producer, places: readonly TopicPartition[]): Promise<void> {
    if (places.length === 0) return;
    const topics = [...groupByTopic(places)].map(([topic, list]) => ({
      topic,
      partitions: [...new Set(list.map(({ partition }) => partition))],
    }));
    const identity = identityOf(producer);
    await this.ask('transaction', this.id, (one) => one.addPartitionsToTxn({ ...identity, topics }));
  }

  /** Writes the offsets of a group as part of the transaction. */
  async commitOffsets(
    producer: Producer,
    groupId: string,
    offsets: readonly TopicPartitionOffset[],
    transactions: TransactionVersion,
  ): Promise<void> {
    if (transactions === 2) {
      await this.ask('group', groupId, (one) => txnOffsetCommit(one, producer, groupId, offsets));
      return;
    }
    const identity = identityOf(producer);
    const topics = [...groupByTopic(offsets)].map(([topic, list]) => ({
      topic,
      partitions: list.map(({ partition, offset }) => ({
        partition,
        offset: String(offset),
        metadata: null,
      })),
    }));
    await this.ask('transaction', this.id, (one) => one.addOffsetsToTxn({ ...identity, groupId }));
    await this.ask('group', groupId, (one) => one.txnOffsetCommit({ ...identity, groupId, topics }));
  }

  /** Commits. A retry after a lost response is safe: a committed transaction stays committed. */
  async end(producer: Producer, transactions: TransactionVersion): Promise<Ended> {
    if (transactions === 2) {
      // A request that arrives late carries an epoch that has ended.
      return {
        producer: await this.ask('transaction', this.id, (one) => endTxn(one, producer)),
        answered: true,
      };
    }
    const request = { ...identityOf(producer), transactionResult: true };
    let answered = true;
    await this.ask('transaction', this.id, (one) =>
      one.endTxn(request).catch((error: unknown) => {
        if (isUnanswered(error)) answered = false;
        throw error;
      }),
    );
    return { producer, answered };
  }

  /** Removes a member from a group. */
  async leave(groupId: string, memberId: string): Promise<void> {
    await this.ask('group', groupId, (one) => one.leaveGroup({ groupId, memberId }));
  }

  private ask<Answer>(
    kind: keyof typeof kinds,
    name: string,
    question: (coordinator: Coordinator) => Promise<Answer>,
  ): Promise<Answer> {
    return retrying(async () => question(await this.find(kind, name)), {
      stopped: () => this.closed,
      repair: async (error) => {
        this.known.delete(`${kind} ${name}`);
        forgetBroker(this.cluster, error);
      },
    });
  }

  private async find(kind: keyof typeof kinds, name: string): Promise<Coordinator> {
    const known = this.known.get(`${kind} ${name}`);
    if (known !== undefined) return known;
    const wanted = { groupId: name, coordinatorType: kinds[kind] };
    const found = await this.cluster.findGroupCoordinator(wanted);
    if (!isCoordinator(found)) throw new Error('kafkajs is not the pinned version');
    this.known.set(`${kind} ${name}`, found);
    return found;
  }
}

function identityOf({ id, producerId, producerEpoch }: Producer): Identity {
  return { transactionalId: id, producerId, producerEpoch };
}
