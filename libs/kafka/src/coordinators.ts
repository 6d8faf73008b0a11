import type { Cluster } from 'kafkajs';
import { forgetBroker } from './forget-broker';
import { isUnanswered, retrying } from './retrying';

/** An identity under which transactions are written. */
export interface Producer {
  /** The transactional id. */
  readonly id: string;
  readonly producerId: string;
  readonly producerEpoch: number;
}

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

/** The parts of a kafkajs broker that its types leave out. */
interface Coordinator {
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

function isCoordinator(broker: object): broker is Coordinator {
  const wanted = ['endTxn', 'txnOffsetCommit', 'initProducerId', 'leaveGroup'];
  return wanted.every((name) => name in broker);
}

/** Kinds of coordinators in the protocol. */
const kinds = { group: 0, transaction: 1 } as const;

/** What the coordinators of a transactional id and of a group are asked, each wherever it is by then. */
export class Coordinators {
  closed = false;
  private readonly known = new Map<string, Coordinator>();

  constructor(
    private readonly cluster: Cluster,
    private readonly id: string,
  ) {}

  /** From now on nothing is tried again. */
  close(): void {
    this.closed = true;
  }

  /** Takes the id over from whoever had it. `transactionTimeout` in ms. */
  async initialise(transactionTimeout: number): Promise<Producer> {
    const { id } = this;
    const taken = await this.ask('transaction', id, (coordinator) =>
      coordinator.initProducerId({ transactionalId: id, transactionTimeout }),
    );
    return { id, producerId: taken.producerId, producerEpoch: taken.producerEpoch };
  }

  /** Announces the partitions that the transaction will write to; begins it. */
  async addPartitions(producer: Producer, topics: readonly Topics<number>[]): Promise<void> {
    if (topics.length === 0) return;
    const identity = identityOf(producer);
    await this.ask('transaction', this.id, (one) => one.addPartitionsToTxn({ ...identity, topics }));
  }

  /** Writes the offsets of a group as part of the transaction. */
  async commitOffsets(producer: Producer, groupId: string, topics: readonly Topics<Offset>[]): Promise<void> {
    const identity = identityOf(producer);
    await this.ask('transaction', this.id, (one) => one.addOffsetsToTxn({ ...identity, groupId }));
    await this.ask('group', groupId, (one) => one.txnOffsetCommit({ ...identity, groupId, topics }));
  }

  /**
   * Commits. Asking again after a lost answer is safe: a transaction that was committed stays it. False: an answer was lost,
   * and that request may still be waiting at a broker; the next transaction of this producer might be ended by it.
   */
  async end(producer: Producer): Promise<boolean> {
    const request = { ...identityOf(producer), transactionResult: true };
    let answered = true;
    await this.ask('transaction', this.id, (one) =>
      one.endTxn(request).catch((error: unknown) => {
        if (isUnanswered(error)) answered = false;
        throw error;
      }),
    );
    return answered;
  }

  /** Takes a member out of a group. */
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
