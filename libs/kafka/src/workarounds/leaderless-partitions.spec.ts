import metadata from 'kafkajs/src/protocol/requests/metadata/index.js';
import { BytePacker } from '../byte-packer';
import { takeLeaderlessPartitions } from './leaderless-partitions';

interface Told {
  readonly error?: number;
  readonly leader?: number;
}

/** A response to Metadata v6 about one topic. */
function answer(topicError: number, partitions: readonly Told[]): Buffer {
  const packer = new BytePacker().int32(0).int32(0).text('cluster').int32(1);
  packer.int32(1).int16(topicError).text('results').int8(0).int32(partitions.length);
  partitions.forEach(({ error = 0, leader = 1 }, partition) => {
    packer.int16(error).int32(partition).int32(leader).int32(0).int32(0).int32(0);
  });
  return packer.take();
}

/** What kafkajs makes of it. */
async function understood(bytes: Buffer): Promise<readonly number[]> {
  const { response } = metadata.protocol({ version: 6 })({ topics: ['results'] });
  const { topicMetadata } = await response.parse(await response.decode(bytes));
  return topicMetadata.flatMap(({ partitionMetadata }) => partitionMetadata.map(({ leader }) => leader));
}

describe('metadata about topics', () => {
  beforeAll(() => takeLeaderlessPartitions());

  it.each<[string, readonly Told[], readonly number[]]>([
    ['is accepted unchanged if all partitions have leaders', [{ leader: 1 }, { leader: 2 }], [1, 2]],
    ['is accepted while a partition has no leader', [{ leader: 1 }, { error: 5, leader: -1 }], [1, -1]],
    [
      'is accepted while a partition has no leader on this listener',
      [{ error: 72, leader: 3 }, { leader: 2 }],
      [-1, 2],
    ],
  ])('%s', async (_, partitions, leaders) => {
    expect(await understood(answer(0, partitions))).toEqual(leaders);
  });

  it.each([
    ['a topic', answer(3, [])],
    ['a partition', answer(0, [{ error: 3 }])],
  ])('is refused where %s is not known', async (_, bytes) => {
    await expect(understood(bytes)).rejects.toThrow('does not host this topic-partition');
  });
});
