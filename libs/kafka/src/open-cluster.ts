import type { Cluster } from 'kafkajs';
import { LogError } from '@panto/streams';
import type { BufferPool } from './buffer-pool';
import type { KafkaClient } from './kafka-client';

/** A kafkajs cluster (connections, metadata, leaders, offsets) without a consumer or producer on it. */
export interface OpenCluster {
  readonly cluster: Cluster;
  /** Buffers for the traffic of its connections. */
  readonly pool: BufferPool;
  close(): Promise<void>;
}

/**
 * Connects a cluster. kafkajs creates clusters only inside its clients, but passes one to every partition assigner: so
 * a consumer is created for its cluster and never run, and joins no group. Its offsets are those of committed data.
 */
export async function openCluster({ kafka, pool }: KafkaClient): Promise<OpenCluster> {
  let found: Cluster | undefined;
  const consumer = kafka.consumer({
    groupId: 'unused',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      ({ cluster }) => {
        found = cluster;
        return {
          name: 'none',
          version: 0,
          assign: async () => [],
          protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }),
        };
      },
    ],
  });
  if (found === undefined) throw new LogError('failed', 'kafkajs is not the pinned version', false);
  await consumer.connect();
  return { cluster: found, pool, close: () => consumer.disconnect() };
}
