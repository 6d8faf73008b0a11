const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** The partition that Kafka's Java clients choose for a key: 32-bit murmur2 over its UTF-8, sign bit off, modulo. */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

/** Murmur2 as in `org.apache.kafka.common.utils.Utils`; a signed 32-bit number. */
export function murmur2(bytes: Uint8Array): number {
  const at = (index: number): number => bytes[index] ?? 0;
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed ^ bytes.length;
  for (let i = 0; i < whole; i += 4) {
    const word = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
    const mixed = Math.imul(word, multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier);
  }
  if (whole < bytes.length) {
    const rest = at(whole) | (at(whole + 1) << 8) | (at(whole + 2) << 16);
    hash = Math.imul(hash ^ rest, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
