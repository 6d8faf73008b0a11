import { describe, expect, it } from '@jest/globals';
import { batchBytes } from './batch-bytes';
import { BufferPool } from './buffer-pool';
import { chunks } from './chunks';

const record = (size: number) => ({ topic: 't', key: 'k', value: Buffer.alloc(size), timestamp: 0 });

describe('splitting an append into batches', () => {
  it('keeps all records in order', () => {
    const records = Array.from({ length: 25_000 }, (_, index) => record(index % 90));
    const parts = chunks(records);
    expect(parts.flat()).toEqual(records);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(1_000);
  });

  it('stays below what brokers accept, but sends a larger record alone', () => {
    const sizes = chunks([record(600_000), record(600_000), record(2_000_000), record(1)]).map(
      ({ length }) => length,
    );
    expect(sizes).toEqual([1, 1, 1, 1]);
  });

  it('counts bytes, not characters: those of outside producers may have three', async () => {
    const headers = { detail: '…'.repeat(1_000) };
    const records = Array.from({ length: 600 }, () => ({ ...record(0), key: '…'.repeat(100), headers }));
    const origin = { producerId: 1n, epoch: 0, sequence: 0 };
    const batches = chunks(records).map((part) => batchBytes(part, origin, 'none', new BufferPool()));
    const sizes = (await Promise.all(batches)).map(({ length }) => length);
    expect(Math.max(...sizes)).toBeLessThan(1024 * 1024);
  });

  it('makes no batch of no records', () => {
    expect(chunks([])).toEqual([]);
  });
});
