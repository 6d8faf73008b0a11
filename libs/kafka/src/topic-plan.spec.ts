import { describe, expect, it } from '@jest/globals';
import { describeStep, type FoundTopic, planTopics, type WantedTopic } from './topic-plan';

const wanted: WantedTopic = {
  name: 'states',
  partitions: 4,
  replicationFactor: 1,
  config: { 'cleanup.policy': 'compact' },
};
const found = (partitions: number, own: Record<string, string>): FoundTopic => ({
  name: 'states',
  partitions,
  config: own,
  effective: { 'cleanup.policy': 'delete', 'segment.ms': '604800000', ...own },
});

describe('the plan of topics', () => {
  const rows: [string, FoundTopic[], string][] = [
    ['a missing topic is created', [], 'create   states (4 partitions) cleanup.policy=compact'],
    ['a topic as it should be is left alone', [found(4, { 'cleanup.policy': 'compact' })], 'ok       states'],
    ['a setting is altered', [found(4, {})], 'alter    states (cleanup.policy: delete -> compact)'],
    [
      'another number of partitions is a conflict',
      [found(3, {})],
      'conflict states: has 3 partitions, 4 are wanted; recreate it, or ask for as many as it has',
    ],
  ];
  it.each(rows)('%s', (_sentence, there, line) => {
    expect(planTopics([wanted], there).map(describeStep)).toEqual([line]);
  });

  it('keeps settings made by others', () => {
    expect(planTopics([wanted], [found(4, { 'segment.ms': '1' })])).toEqual([
      expect.objectContaining({ config: { 'segment.ms': '1', 'cleanup.policy': 'compact' } }),
    ]);
  });
});
