import { catalogue } from '@panto/model';
import { wantedTopics } from './wanted-topics';

describe('wantedTopics', () => {
  const wanted = wantedTopics({ prefix: 'p.', partitions: 12, replicationFactor: 3 });
  const config = (name: string) => wanted.find((topic) => topic.name === `p.${name}`)?.config;

  it('has every topic of the catalogue, with the prefix', () => {
    expect(wanted.map(({ name }) => name)).toEqual(catalogue.map(({ name }) => `p.${name}`));
  });

  it.each([
    [
      'results are stamped on arrival',
      'results',
      { 'message.timestamp.type': 'LogAppendTime', 'cleanup.policy': 'delete' },
    ],
    [
      'states are compacted, but not under a slow reader',
      'states',
      { 'cleanup.policy': 'compact', 'min.compaction.lag.ms': '604800000' },
    ],
    [
      'a dead letter may be larger than its original',
      'dead-letters.state-processor',
      { 'max.message.bytes': '4194304' },
    ],
    ['a snapshot may be larger still', 'state-processor-snapshots', { 'max.message.bytes': '16777216' }],
    [
      'a value of 1 MiB, the largest that is written, fits with its key',
      'states',
      { 'max.message.bytes': '1114112' },
    ],
    ['two replicas of three must have a record', 'alerts', { 'min.insync.replicas': '2' }],
  ])('%s', (_, name, expected) => {
    expect(config(name)).toMatchObject(expected);
  });
});
