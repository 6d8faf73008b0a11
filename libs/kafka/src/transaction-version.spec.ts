import type { Broker } from 'kafkajs';
import { BytePacker } from './byte-packer';
import { scriptedBroker } from './scripted-broker.fixture';
import { transactionVersionOf } from './transaction-version';

interface Feature {
  readonly name: string;
  readonly level: number;
}

/** A response to ApiVersions v3, with one API and the features on which the cluster has agreed. */
function apiVersions(features: readonly Feature[]): Buffer {
  const finalized = new BytePacker().compactCount(features.length);
  for (const { name, level } of features) finalized.compactText(name).int16(level).int16(0).noTags();
  const field = finalized.take();
  const packer = new BytePacker().int16(0).compactCount(1).int16(0).int16(3).int16(13).noTags().int32(0);
  // Two tagged fields: the epoch of the features, and the features.
  packer.uvarint(2).uvarint(1).uvarint(8).int64(7).uvarint(2).uvarint(field.length);
  return Buffer.concat([packer.take(), field]);
}

const saying = (answer: Buffer): Broker => scriptedBroker(() => answer);

describe('the version of transactions', () => {
  it.each<[string, Buffer, number]>([
    ['is 2 if the brokers have agreed on it', apiVersions([{ name: 'transaction.version', level: 2 }]), 2],
    ['is 2 if they have agreed on a later one', apiVersions([{ name: 'transaction.version', level: 3 }]), 2],
    ['is 1 if they have not yet', apiVersions([{ name: 'transaction.version', level: 1 }]), 1],
    ['is 1 if they do not have the feature', apiVersions([{ name: 'metadata.version', level: 20 }]), 1],
    ['is 1 if a broker does not support the request', new BytePacker().int16(35).int32(0).take(), 1],
  ])('%s', async (_, answer, version) => {
    expect(await transactionVersionOf(saying(answer))).toBe(version);
  });
});
