import { catalogue } from '@panto/model';
import { planTopics } from './topic-plan';

const plan = planTopics({ prefix: 'panto.', shared: 6, replicas: 1 });
const named = (name: string) => plan.find(({ topic }) => topic === `panto.${name}`);

describe('the plan of topics', () => {
  it('has every topic of the catalogue once', () => {
    expect(new Set(plan.map(({ topic }) => topic)).size).toBe(catalogue.length);
  });

  it('lets the broker stamp results, the clock of arrivals', () => {
    expect(named('results')?.configuration).toMatchObject({
      'message.timestamp.type': 'LogAppendTime',
      'cleanup.policy': 'delete',
      'retention.ms': String(31 * 86_400_000),
    });
  });

  it('keeps states from compaction for as long as a slow reader may need them', () => {
    expect(named('states')?.configuration).toMatchObject({
      'cleanup.policy': 'compact',
      'retention.ms': '-1',
      'min.compaction.lag.ms': String(7 * 86_400_000),
    });
  });

  it('wants two replicas in sync only where there are three', () => {
    const minimum = (replicas: number) =>
      planTopics({ prefix: '', shared: 6, replicas })[0]?.configuration['min.insync.replicas'];
    expect([1, 2, 3].map(minimum)).toEqual(['1', '1', '2']);
  });
});
