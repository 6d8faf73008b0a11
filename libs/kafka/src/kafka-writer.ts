import type { Append, Transaction, TopicPartition, Writer } from '@panto/streams';
import { LogError } from '@panto/streams';
import createError from 'kafkajs/src/protocol/error.js';
import { type BatchOrigin, batchBytes } from './batch-bytes';
import { chunks } from './chunks';
import { Coordinators } from './coordinators';
import { forgetBroker } from './forget-broker';
import { joinAppends } from './join-appends';
import { kafkaError } from './kafka-error';
import type { KafkaSettings } from './kafka-settings';
import { leaderNotAvailable, leaderOf } from './leader-of';
import type { OpenCluster } from './open-cluster';
import { type Batch, produceTo } from './produce';
import type { Producer } from './producer';
import { requestTimeout } from './request-timeout';
import { isRetriable, retrying } from './retrying';
import type { TransactionVersion } from './transaction-version';

/** How long a dead writer's open transaction may hold back readers of committed data, ms. */
const transactionTimeout = requestTimeout;

/** Brokers accept batches of 1 MiB by default, framing included. */
const mostOfBatch = { bytes: 700 * 1024, records: 20_000 };

/** The broker already has this batch: a response was lost, and the batch was sent again. */
const duplicateSequence = 46;

/**
 * Opens the transactional producer of an id, on a cluster that writers share. InitProducerId fences older producers of
 * the id, and the broker responds only when their open transaction has ended. Transactions are of version 2 if that is
 * finalized in the cluster and the settings do not say otherwise.
 */
export async function openWriter(
  open: OpenCluster,
  id: string,
  { compression, transactionVersion }: Pick<KafkaSettings, 'compression' | 'transactionVersion'>,
): Promise<Writer> {
  const coordinators = new Coordinators(open.cluster, id);
  try {
    const producer = await coordinators.initialise(transactionTimeout);
    const transactions = transactionVersion === 1 ? 1 : await coordinators.transactionVersion();
    return new KafkaWriter(open, producer, coordinators, { compression, transactions });
  } catch (error) {
    coordinators.close();
    throw kafkaError(`opening the writer ${id}`, error);
  }
}

/** The way a writer writes. */
interface Writing {
  readonly compression: KafkaSettings['compression'];
  readonly transactions: TransactionVersion;
}

/**
 * A transaction: its partitions are added (version 1 only), then records and offsets are written in parallel, then it
 * ends. Retriable errors are retried, records with the same sequence, so that nothing is duplicated. After any other
 * error, and if the first request to end the transaction was not answered (version 1 only), the writer is unusable:
 * opening another one settles what became of its transaction.
 */
class KafkaWriter implements Writer {
  private broken = false;
  /** Number of records written to each partition under this epoch: the sequence of its next batch. */
  private readonly sequences = new Map<string, number>();

  constructor(
    private readonly open: OpenCluster,
    private producer: Producer,
    private readonly coordinators: Coordinators,
    private readonly writing: Writing,
  ) {}

  async commit({ group, offsets, onCommitPoint, ...parts }: Transaction): Promise<void> {
    const { id } = this.producer;
    const { transactions } = this.writing;
    const appends = joinAppends(parts.appends);
    if (this.broken) throw new LogError('failed', `the writer ${id} is unusable: open another one`, false);
    this.broken = true;
    try {
      await this.open.cluster.addMultipleTargetTopics([...new Set(appends.map(({ topic }) => topic))]);
      if (transactions === 1) await this.coordinators.addPartitions(this.producer, appends);
      await onCommitPoint?.('begun');
      await allOf([
        this.append(appends).then(async () => {
          for (const _ of appends) await onCommitPoint?.('appended');
        }),
        this.coordinators.commitOffsets(this.producer, group, offsets, transactions),
      ]);
      await onCommitPoint?.('offsets-sent');
      const { producer, answered } = await this.coordinators.end(this.producer, transactions);
      await onCommitPoint?.('ended');
      this.goOnAs(producer);
      this.broken = !answered;
    } catch (error) {
      throw kafkaError(`transaction of ${id}`, error);
    }
  }

  /** The sequences of another epoch start at 0. */
  private goOnAs(producer: Producer): void {
    const { producerId, producerEpoch } = this.producer;
    if (producer.producerId === producerId && producer.producerEpoch === producerEpoch) return;
    this.producer = producer;
    this.sequences.clear();
  }

  async close(): Promise<void> {
    this.broken = true;
    this.coordinators.close();
  }

  /** One batch per partition at a time: the batches of a partition must arrive in the order of their sequence. */
  private async append(appends: readonly Append[]): Promise<void> {
    const parts = appends.map(({ records }) => chunks(records, mostOfBatch));
    for (let round = 0; parts.some((list) => round < list.length); round += 1) {
      const batches = appends.map(async ({ topic, partition }, i): Promise<readonly Batch[]> => {
        const records = parts[i]?.[round];
        if (records === undefined) return [];
        const bytes = await batchBytes(
          records,
          this.origin({ topic, partition }, records.length),
          this.writing.compression,
          this.open.pool,
        );
        return [{ topic, partition, bytes }];
      });
      await this.produceOnce((await Promise.all(batches)).flat());
    }
  }

  private origin({ topic, partition }: TopicPartition, records: number): BatchOrigin {
    const place = `${topic}/${partition}`;
    const sequence = this.sequences.get(place) ?? 0;
    // Sequences are int32 and wrap around to 0.
    this.sequences.set(place, (sequence + records) % 2 ** 31);
    return { producerId: BigInt(this.producer.producerId), epoch: this.producer.producerEpoch, sequence };
  }

  /** If the first attempt was answered, the bytes are fully sent: their memory is free. */
  private async produceOnce(batches: readonly Batch[]): Promise<void> {
    const attempts = await this.produce(batches);
    if (attempts === 1) for (const { bytes } of batches) this.open.pool.giveBack(bytes);
  }

  /** Returns the number of attempts. */
  private async produce(batches: readonly Batch[]): Promise<number> {
    const { cluster } = this.open;
    const { transactions } = this.writing;
    let left = batches;
    let attempts = 0;
    await retrying(
      async () => {
        attempts += 1;
        const answers = await Promise.allSettled(
          [...this.byLeader(left)].map(async ([nodeId, list]) =>
            produceTo(await cluster.findBroker({ nodeId }), this.producer.id, list, transactions),
          ),
        );
        const produced = answers.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
        const done = produced.filter(({ error }) => error === 0 || error === duplicateSequence);
        left = left.filter((batch) => !done.some((one) => isSamePlace(one, batch)));
        if (left.length === 0) return;
        const refused = produced.filter(({ error }) => error !== 0 && error !== duplicateSequence);
        const errors = refused.map(({ error }) => createError.createErrorFromCode(error));
        const failures = answers.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
        throw [...errors, ...failures].find((error) => !isRetriable(error)) ?? errors[0] ?? failures[0];
      },
      {
        stopped: () => this.coordinators.closed,
        repair: async (error) => {
          forgetBroker(cluster, error);
          await cluster.refreshMetadata();
        },
      },
    );
    return attempts;
  }

  private byLeader(batches: readonly Batch[]): ReadonlyMap<string, readonly Batch[]> {
    const leaders = new Map<string, Batch[]>();
    for (const batch of batches) {
      const leader = leaderOf(this.open.cluster, batch);
      // The leader is looked up again.
      if (leader === undefined) throw createError.createErrorFromCode(leaderNotAvailable);
      const same = leaders.get(leader);
      if (same === undefined) leaders.set(leader, [batch]);
      else same.push(batch);
    }
    return leaders;
  }
}

function isSamePlace(one: TopicPartition, other: TopicPartition): boolean {
  return one.topic === other.topic && one.partition === other.partition;
}

/** Waits for all steps, even if one has failed: nothing may be in flight when the writer is declared broken. */
async function allOf(steps: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(steps))
    if (outcome.status === 'rejected') throw outcome.reason;
}
