import type { Broker } from 'kafkajs';
import createError from 'kafkajs/src/protocol/error.js';
import { ask } from './ask';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';
import type { Producer } from './producer';
import { requestTimeout } from './request-timeout';

const endTxnKey = 26;
/** Version 5: the response contains the epoch of the next transaction. */
const version = 5;
const commits = 1;

/**
 * Commits a transaction of version 2, and returns the identity for the next one. A retry after a lost response returns
 * the same. Throws the broker's error.
 */
export async function endTxn(coordinator: Broker, { id, ...producer }: Producer): Promise<Producer> {
  const body = new BytePacker().compactText(id).bigInt64(BigInt(producer.producerId));
  const answer = await ask(coordinator, {
    apiKey: endTxnKey,
    apiVersion: version,
    apiName: 'EndTxn',
    flexible: true,
    body: [body.int16(producer.producerEpoch).int8(commits).noTags().take()],
    timeout: requestTimeout,
  });
  const cursor = new ByteCursor(answer);
  cursor.skipTags();
  cursor.skip(4); // throttling
  const error = cursor.int16();
  if (error !== 0) throw createError.createErrorFromCode(error);
  return { id, producerId: String(cursor.bigInt64()), producerEpoch: cursor.int16() };
}
