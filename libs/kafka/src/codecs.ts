import { gzipSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import type { KafkaSettings } from './kafka-settings';
import { compression, unpack } from './unpack';

/** What kafkajs passes to a codec. */
interface Encoded {
  readonly buffer: Buffer;
}

interface KafkaCodec {
  compress(encoder: Encoded): Promise<Buffer>;
  decompress(packed: Buffer): Promise<Buffer>;
}

const codecs: Readonly<Record<'gzip' | 'snappy' | 'lz4' | 'zstd', KafkaCodec['compress']>> = {
  // Level 1: three times as fast as the default, at the cost of a few percent in size.
  gzip: async ({ buffer }) => gzipSync(buffer, { level: 1 }),
  snappy: async ({ buffer }) => compressSync(buffer),
  lz4: async ({ buffer }) => compressFrameSync(buffer),
  zstd: async () => {
    throw new Error('zstd batches can be read, not written; use lz4');
  },
};

/** Compression types by the names in the settings. */
export const compressionTypes: Readonly<Record<KafkaSettings['compression'], number>> = {
  none: compression.none,
  gzip: compression.gzip,
  snappy: compression.snappy,
  lz4: compression.lz4,
};

/** Compresses the records of a batch. */
export function pack(kind: Exclude<KafkaSettings['compression'], 'none'>, records: Buffer): Promise<Buffer> {
  return codecs[kind]({ buffer: records });
}

/** Registers codecs with kafkajs, each with a bound on the decompressed size. */
export function registerCodecs(): void {
  const known: Record<number, () => KafkaCodec> = kafkajs.CompressionCodecs;
  for (const name of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const code = compression[name];
    const codec = { compress: codecs[name], decompress: async (packed: Buffer) => unpack(code, packed) };
    known[code] = () => codec;
  }
}
