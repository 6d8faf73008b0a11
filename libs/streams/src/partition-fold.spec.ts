import { describe, expect, it } from '@jest/globals';
import { counting } from './counting';
import { PartitionFold } from './partition-fold';
import type { LogRecord } from './topology';

describe('a partition whose keys are cold and all due at once', () => {
  it('warms no more of them than are processed soon', () => {
    const topology = counting('');
    const [amounts, steps] = topology.inputs;
    if (amounts === undefined || steps === undefined) throw new Error('counting has two inputs');
    const fold = new PartitionFold(topology, 0, {
      pace: { within: 0.001, atMost: 1e9 },
      dueAtOnce: 10,
      warmKeys: () => 0,
    });
    let offset = 0;
    const record = (topic: string, key: string, value: string | null, timestamp: number): LogRecord => ({
      topic,
      partition: 0,
      offset: offset++,
      timestamp,
      key: Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers: {},
    });
    for (let i = 0; i < 20_000; i += 1) {
      fold.tell(steps, record('steps', `key-${i}`, '10', 0));
      fold.tell(amounts, record('amounts', `key-${i}`, '1', i / 10), true);
    }
    for (const now of [1, 2_001]) {
      fold.take(now);
      fold.tell(amounts, record('amounts', 'tick', null, now));
    }
    expect([fold.size, fold.cold]).toEqual([20_000, 20_000]);
    const tick = record('amounts', 'tick', null, 30_000);
    for (let portion = 1; portion <= 1_000; portion += 1) {
      expect(fold.tell(amounts, tick)).toBe('more-is-due');
      expect(fold.size - fold.cold).toBeLessThanOrEqual(5_000 + 10 * portion);
    }
  });
});
