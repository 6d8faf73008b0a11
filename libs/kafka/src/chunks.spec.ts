import { describe, expect, it } from '@jest/globals';
import { chunks } from './chunks';

const record = (size: number) => ({ topic: 't', key: 'k', value: Buffer.alloc(size), timestamp: 0 });

describe('splitting an append into batches', () => {
  it('keeps all records in their order', () => {
    const records = Array.from({ length: 25_000 }, (_, index) => record(index % 90));
    const parts = chunks(records);
    expect(parts.flat()).toEqual(records);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(1_000);
  });

  it('stays below what brokers take, but sends a larger record alone', () => {
    const sizes = chunks([record(600_000), record(600_000), record(2_000_000), record(1)]).map(
      ({ length }) => length,
    );
    expect(sizes).toEqual([1, 1, 1, 1]);
  });

  it('makes nothing of nothing', () => {
    expect(chunks([])).toEqual([]);
  });
});
