import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import createError from 'kafkajs/src/protocol/error.js';
import { BufferPool } from './buffer-pool';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';
import { openWriter } from './kafka-writer';
import type { OpenCluster } from './open-cluster';
import { scriptedBroker } from './scripted-broker.fixture';

/** A cluster whose coordinator does not respond to the first commits, or refuses them, with these errors. */
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
  // A writer without records uses nothing else of a kafkajs cluster.
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
  ])('is unusable if a commit %s: it may arrive late, and end the next transaction', async (_, error) => {
    const { open, ended } = clusterWith([error]);
    const writer = await openWriter(open, 'id', { compression: 'none', transactionVersion: 1 });
    await writer.commit(transaction);
    expect(ended()).toBe(1);
    await expect(writer.commit(transaction)).rejects.toThrow('open another');
    expect(ended()).toBe(1);
  });

  it('continues if a commit was refused temporarily', async () => {
    const { open, ended } = clusterWith([createError.createErrorFromCode(concurrentTransactions)]);
    const writer = await openWriter(open, 'id', { compression: 'none', transactionVersion: 1 });
    for (let i = 0; i < 3; i += 1) await writer.commit(transaction);
    expect(ended()).toBe(3);
  });
});

describe('a writer of transactions with an epoch each', () => {
  const keys = { produce: 0, apiVersions: 18, endTxn: 26, txnOffsetCommit: 28 } as const;

  /**
   * What a writer sends, as `what id/epoch`, to a broker that does not answer the first requests to end, for these
   * reasons.
   */
  function broker(errors: readonly Error[]) {
    const sent: string[] = [];
    const left = [...errors];
    let epoch = 7;
    const answering = scriptedBroker(({ apiKey, apiVersion, body: bytes }) => {
      const body = new ByteCursor(bytes);
      body.skipTags();
      switch (apiKey) {
        case keys.apiVersions:
          return versionTwo();
        case keys.txnOffsetCommit:
          body.compactText();
          sent.push(`v${apiVersion} offsets of ${body.compactText()} ${body.bigInt64()}/${body.int16()}`);
          return new BytePacker().noTags().int32(0).compactCount(0).noTags().take();
        case keys.endTxn:
          body.compactText();
          sent.push(`v${apiVersion} end ${body.bigInt64()}/${body.int16()}`);
          return (
            left.shift() ??
            new BytePacker()
              .noTags()
              .int32(0)
              .int16(0)
              .int64(1)
              .int16((epoch += 1))
              .noTags()
              .take()
          );
        default:
          return new Error(`no answer to ${apiKey}`);
      }
    });
    const kafkajsParts = {
      initProducerId: async () => ({ producerId: '1', producerEpoch: epoch }),
      txnOffsetCommit: async () => undefined,
      leaveGroup: async () => undefined,
      endTxn: async () => undefined,
    };
    const cluster = {
      addMultipleTargetTopics: async () => undefined,
      findGroupCoordinator: async () => ({ ...answering, ...kafkajsParts }),
      removeBroker: () => undefined,
    };
    const open = { cluster, pool: new BufferPool(), close: async () => undefined };
    return { open: open as unknown as OpenCluster, sent };
  }

  it('adds no partitions, and continues under the epoch that the end of a transaction returns', async () => {
    const { open, sent } = broker([]);
    const writer = await openWriter(open, 'id', { compression: 'none', transactionVersion: 2 });
    await writer.commit(transaction);
    await writer.commit(transaction);
    expect(sent).toEqual(['v5 offsets of g 1/7', 'v5 end 1/7', 'v5 offsets of g 1/8', 'v5 end 1/8']);
  });

  it('continues if a commit was not answered: arriving late, it carries an epoch that has ended', async () => {
    const { open, sent } = broker([new KafkaJSRequestTimeoutError('no answer')]);
    const writer = await openWriter(open, 'id', { compression: 'none', transactionVersion: 2 });
    await writer.commit(transaction);
    await writer.commit(transaction);
    expect(sent.filter((one) => one.includes('end'))).toEqual(['v5 end 1/7', 'v5 end 1/7', 'v5 end 1/8']);
  });
});

/** A response to ApiVersions: no APIs, and one feature that the cluster has agreed on. */
function versionTwo(): Buffer {
  const feature = new BytePacker().compactCount(1).compactText('transaction.version').int16(2).int16(0);
  const field = feature.noTags().take();
  const packer = new BytePacker().int16(0).compactCount(0).int32(0).uvarint(1).uvarint(2);
  return Buffer.concat([packer.uvarint(field.length).take(), field]);
}
