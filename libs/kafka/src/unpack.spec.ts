import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { lz4Size } from './lz4-size';
import { compression, unpack } from './unpack';

const text = Buffer.from('panto '.repeat(12).trim());
const zeros = Buffer.alloc(200_000);
const limit = 100_000;
// Made with the zstd tool from `text` and `zeros`.
const zstd = {
  text: Buffer.from('KLUv/QRYZQAAMHBhbnRvIAEAjlSKqsDzrw==', 'base64'),
  zeros: Buffer.from('KLUv/QRYVAAAEAAAAQD7/znAAgNqCADE6XRw', 'base64'),
};
const xerial = (blocks: readonly Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]),
    ...blocks.flatMap((block) => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(block.length);
      return [size, block];
    }),
  ]);

const kinds = {
  gzip: async (plain: Buffer) => gzipSync(plain),
  snappy: async (plain: Buffer) => compressSync(plain),
  'snappy in frames': async (plain: Buffer) => xerial([compressSync(plain)]),
  lz4: async (plain: Buffer) => compressFrameSync(plain),
} as const;
const codeOf = (kind: keyof typeof kinds): number =>
  kind === 'snappy in frames' ? compression.snappy : compression[kind];

describe('decompressing a batch', () => {
  const names = Object.keys(kinds) as (keyof typeof kinds)[];

  it.each(names)('returns what was compressed with %s', async (kind) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 5_000 }),
        fc.nat(20),
        async (bytes, times) => {
          const plain = Buffer.concat(Array.from({ length: times + 1 }, () => Buffer.from(bytes)));
          const packed = Buffer.from(await kinds[kind](plain));
          expect(unpack(codeOf(kind), packed).equals(plain)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each(names)('refuses what %s expands beyond the limit', async (kind) => {
    const packed = Buffer.from(await kinds[kind](zeros));
    expect(packed.length).toBeLessThan(limit / 5);
    expect(() => unpack(codeOf(kind), packed, limit)).toThrow();
  });

  it('decompresses zstd, and refuses what expands too much', async () => {
    expect(unpack(compression.zstd, zstd.text).toString()).toBe(text.toString());
    expect(unpack(compression.zstd, zstd.zeros).equals(zeros)).toBe(true);
    expect(() => unpack(compression.zstd, zstd.zeros, limit)).toThrow();
  });

  it.each<[string, Buffer]>([
    ['alone', Buffer.alloc(0)],
    ['after another', zstd.text],
    ['after a skipped one', Buffer.from('502a4d1803000000ffffff', 'hex')],
  ])('refuses a zstd frame that requests a huge window, %s', (_, before) => {
    // A window of 2^40 bytes, and one block, which is the last and empty.
    const huge = Buffer.from('28b52ffd00f0010000', 'hex');
    expect(() => unpack(compression.zstd, Buffer.concat([before, huge]))).toThrow('the limit is 67108864');
  });

  it('decompresses zstd with several frames', () => {
    expect(unpack(compression.zstd, Buffer.concat([zstd.text, zstd.text])).toString()).toBe(`${text}${text}`);
  });

  it.each([...names, 'zstd' as const])(
    'throws, and does not hang or crash, on bytes that are not %s',
    (kind) => {
      const code = kind === 'zstd' ? compression.zstd : codeOf(kind);
      const lengthOf = (bytes: Uint8Array): number | 'refused' => {
        try {
          return unpack(code, Buffer.from(bytes), limit).length;
        } catch {
          return 'refused';
        }
      };
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
          const length = lengthOf(bytes);
          expect(length === 'refused' || length <= limit).toBe(true);
        }),
      );
    },
  );

  // Each of these kept a decoder in a loop of billions of rounds: literals and copies far beyond the declared size.
  it.each(['12fc5ecd2afc6b0eab', '75fcfbfc03e809fad567', '03fc072f05fc'])(
    'refuses the snappy block %s at once',
    async (hex) => {
      expect(() => unpack(compression.snappy, Buffer.from(hex, 'hex'))).toThrow();
    },
  );

  it('does not know a fifth kind', async () => {
    expect(() => unpack(5, text)).toThrow('unknown compression 5');
  });

  it('computes the size of an LZ4 frame without decompressing it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.integer({ min: 1, max: 300 }), (bytes, times) => {
        const plain = Buffer.concat(Array.from({ length: times }, () => Buffer.from(bytes)));
        expect(lz4Size(compressFrameSync(plain))).toBe(plain.length);
      }),
    );
  });
});
