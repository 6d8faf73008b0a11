import { describe, expect, it } from '@jest/globals';
import { murmur2, partitionOf } from './partition-of';

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('the partition of a key', () => {
  // The test vectors of Kafka's own hash test.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (key, hash) => {
    expect(murmur2(bytes(key))).toBe(hash);
  });

  it('clears the sign bit instead of taking the absolute value', () => {
    expect(partitionOf('21', 1_000)).toBe((-973932308 & 0x7fffffff) % 1_000);
  });

  it('is computed from the bytes of the key', () => {
    expect(partitionOf('zoë 🦉', 1_000_003)).toBe((murmur2(bytes('zoë 🦉')) & 0x7fffffff) % 1_000_003);
  });
});
