import { topicOffsets } from './topic-offsets';

const places = [{ topic: 'results', partition: 0 }];
const moved = Object.assign(new Error('This server is not the leader for that topic-partition'), {
  retriable: true,
});

/** A cluster with stale leaders until it is told to refresh. */
function clusterAfterMove({ error = moved } = {}) {
  const asked = { offsets: 0, refreshed: 0 };
  return {
    asked,
    addMultipleTargetTopics: async () => undefined,
    refreshMetadataIfNecessary: async () => undefined,
    refreshMetadata: async () => void (asked.refreshed += 1),
    findLeaderForPartitions: () => ({ '1': [0] }),
    fetchTopicsOffset: async () => {
      asked.offsets += 1;
      if (asked.refreshed === 0) throw error;
      return [{ topic: 'results', partitions: [{ partition: 0, offset: '7' }] }];
    },
  };
}

describe('offsets of topics', () => {
  it('are requested from the new leader if the one that kafkajs remembers no longer leads', async () => {
    const cluster = clusterAfterMove();
    expect(await topicOffsets(cluster, places, 'end')).toEqual([7]);
    expect(cluster.asked).toEqual({ offsets: 2, refreshed: 1 });
  });

  it('are requested once the partition has a leader again', async () => {
    const cluster = clusterAfterMove();
    const findLeaderForPartitions = (): Record<string, number[]> =>
      cluster.asked.refreshed === 0 ? { '-1': [0] } : { '1': [0] };
    expect(await topicOffsets({ ...cluster, findLeaderForPartitions }, places, 'end')).toEqual([7]);
    expect(cluster.asked).toEqual({ offsets: 1, refreshed: 1 });
  });

  it('of a partition that does not exist are an error at once, not awaited like those without a leader', async () => {
    const cluster = { ...clusterAfterMove(), findLeaderForPartitions: () => ({}) };
    const fetchTopicsOffset = async (): Promise<[]> => [];
    await expect(topicOffsets({ ...cluster, fetchTopicsOffset }, places, 'end')).rejects.toThrow(
      'no offsets of results/0',
    );
    expect(cluster.asked.refreshed).toBe(0);
  });

  it('are not requested again after a permanent error', async () => {
    const cluster = clusterAfterMove({
      error: Object.assign(new Error('not authorised'), { retriable: false }),
    });
    await expect(topicOffsets(cluster, places, 'end')).rejects.toThrow('not authorised');
    expect(cluster.asked.offsets).toBe(1);
  });
});
