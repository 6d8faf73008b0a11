import type { Broker } from 'kafkajs';
import { ask } from './ask';
import { ByteCursor } from './byte-cursor';
import { BytePacker } from './byte-packer';
import { requestTimeout } from './request-timeout';

/**
 * How transactions are written. 1: each partition, and the group, must be added first. 2 (KIP-890, Kafka 4.0): writing
 * to them is enough, and every transaction has its own epoch, so that no request of another one can harm it.
 */
export type TransactionVersion = 1 | 2;

const apiVersionsKey = 18;
/** Version 3: reports the features of the whole cluster. */
const version = 3;
const feature = 'transaction.version';
/** The tag of the finalized features, on which all brokers have agreed. */
const finalizedFeatures = 2;

/** The version of transactions that is finalized in a cluster. */
export async function transactionVersionOf(broker: Broker): Promise<TransactionVersion> {
  const answer = await ask(broker, {
    apiKey: apiVersionsKey,
    apiVersion: version,
    apiName: 'ApiVersions',
    flexible: true,
    body: [new BytePacker().compactText('panto').compactText('1').noTags().take()],
    timeout: requestTimeout,
  });
  return readVersion(new ByteCursor(answer));
}

/** The header of this response has no tagged fields, whatever its version: the client may not know the version. */
function readVersion(cursor: ByteCursor): TransactionVersion {
  // A broker that does not support the version says so in the oldest format.
  if (cursor.int16() !== 0) return 1;
  for (let apis = cursor.compactCount(); apis > 0; apis -= 1) {
    cursor.skip(6); // key, minimum and maximum version
    cursor.skipTags();
  }
  cursor.skip(4); // throttling
  let found: TransactionVersion = 1;
  cursor.tags((tag, field) => {
    if (tag !== finalizedFeatures) return;
    for (let features = field.compactCount(); features > 0; features -= 1) {
      const name = field.compactText();
      const level = field.int16();
      field.skip(2); // the minimum level
      field.skipTags();
      if (name === feature && level >= 2) found = 2;
    }
  });
  return found;
}
