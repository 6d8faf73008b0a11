import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import createError from 'kafkajs/src/protocol/error.js';
import { BufferPool } from './buffer-pool';
import { openWriter } from './kafka-writer';
import type { OpenCluster } from './open-cluster';

/** A cluster of which the coordinator does not answer to the first commits, or refuses them, with these errors. */
function clusterWith(errors: readonly Error[]): { readonly open: OpenCluster; readonly ended: () => number } {
  const left = [...errors];
  let ended = 0;
  const coordinator = {
    initProducerId: async () => ({ producerId: '1', producerEpoch: 0 }),
    addPartitionsToTxn: async () => undefined,
    addOffsetsToTxn: async () => undefined,
    txnOffsetCommit: async () => undefined,
    leaveGroup: async () => undefined,
    endTxn: async () => {
      const error = left.shift();
      if (error !== undefined) throw error;
      ended += 1;
    },
  };
  const cluster = {
    addMultipleTargetTopics: async () => undefined,
    findGroupCoordinator: async () => coordinator,
    removeBroker: () => undefined,
  };
  // Of a kafkajs cluster a writer of no records uses nothing else.
  const open = { cluster, pool: new BufferPool(), close: async () => undefined } as unknown as OpenCluster;
  return { open, ended: () => ended };
}

const transaction = { appends: [], group: 'g', offsets: [{ topic: 't', partition: 0, offset: 1 }] };
const { KafkaJSRequestTimeoutError, KafkaJSConnectionError } = kafkajs;
const concurrentTransactions = 51;

describe('a writer', () => {
  it.each([
    ['timed out', new KafkaJSRequestTimeoutError('no answer')],
    ['was lost with its connection', new KafkaJSConnectionError('Connection error: another one timed out')],
  ])('is of no use when a commit %s: it may come late, and end the next transaction', async (_, error) => {
    const { open, ended } = clusterWith([error]);
    const writer = await openWriter(open, 'id', 'none');
    await writer.commit(transaction);
    expect(ended()).toBe(1);
    await expect(writer.commit(transaction)).rejects.toThrow('open another');
    expect(ended()).toBe(1);
  });

  it('goes on when a commit was refused for a while', async () => {
    const { open, ended } = clusterWith([createError.createErrorFromCode(concurrentTransactions)]);
    const writer = await openWriter(open, 'id', 'none');
    for (let i = 0; i < 3; i += 1) await writer.commit(transaction);
    expect(ended()).toBe(3);
  });
});
