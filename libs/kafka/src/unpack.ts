import { gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import { decompressFrameSync } from 'lz4-napi';
import { uncompressSync } from 'snappy';
import { lz4Size } from './lz4-size';
import { zstdWindow } from './zstd-window';

/** Largest decompressed size of one batch, bytes: anyone may write to topics, and decompression bombs are small. */
export const unpackedLimit = 64 * 1024 * 1024;

/** Compression codes in the attributes of a batch, and one of our own for what cannot be decompressed. */
export const compression = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4, corrupt: -2 } as const;

/** Decompresses the records of a batch. Throws if they are corrupt, beyond the limit or of an unknown kind. */
export function unpack(code: number, packed: Buffer, limit = unpackedLimit): Buffer {
  switch (code) {
    case compression.none:
      return packed;
    case compression.gzip:
      return gunzipSync(packed, { maxOutputLength: limit });
    case compression.snappy:
      return unpackSnappy(packed, limit);
    case compression.lz4:
      check(lz4Size(packed), limit);
      return decompressFrameSync(packed);
    case compression.zstd:
      return unpackZstd(packed, limit);
    case compression.corrupt:
      throw new RangeError('its bytes do not match its checksum');
    default:
      throw new RangeError(`unknown compression ${code}`);
  }
}

const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);

/** Raw snappy, or blocks of it in the framing of snappy-java; each block begins with its size. */
function unpackSnappy(packed: Buffer, limit: number): Buffer {
  const framed = packed.length >= 16 && packed.subarray(0, 8).equals(xerialHeader);
  const parts: Buffer[] = [];
  let total = 0;
  let at = framed ? 16 : 0;
  while (at < packed.length) {
    const from = framed ? at + 4 : at;
    at = framed ? from + packed.readUInt32BE(at) : packed.length;
    const block = packed.subarray(from, at);
    total += declaredSnappySize(block);
    check(total, limit);
    parts.push(uncompressSync(block, { asBuffer: true }) as Buffer);
  }
  if (at > packed.length) throw new RangeError('a snappy block is cut off');
  return Buffer.concat(parts);
}

function declaredSnappySize(block: Buffer): number {
  let size = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block.readUInt8(index);
    size += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return size;
  }
  throw new RangeError('bad size in a snappy block');
}

function unpackZstd(packed: Buffer, limit: number): Buffer {
  check(zstdWindow(packed), limit);
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Decompress((part) => {
    total += part.length;
    check(total, limit);
    parts.push(part);
  });
  stream.push(packed, true);
  return Buffer.concat(parts);
}

function check(size: number, limit: number): void {
  if (size > limit) throw new RangeError(`unpacks to ${size} bytes or more; the limit is ${limit}`);
}
