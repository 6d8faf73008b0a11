/** Starts a frame. */
const frameMagic = 0xfd2fb528;
/** Starts a frame that a decoder skips; the lowest four bits may be anything. */
const skippableMagic = 0x184d2a50;
/** A block that is one byte, repeated. */
const repeated = 1;

/**
 * The most memory that a frame of zstd data makes a decoder allocate, bytes, determined without decompressing it (RFC
 * 8878, 3.1.1): data may have any number of frames. Throws RangeError if a frame is truncated or invalid.
 */
export function zstdWindow(packed: Buffer): number {
  let largest = 0;
  for (let at = 0; at < packed.length;) {
    const magic = packed.readUInt32LE(at);
    if ((magic & ~15) >>> 0 === skippableMagic) {
      at += 8 + packed.readUInt32LE(at + 4);
      continue;
    }
    if (magic !== frameMagic) throw new RangeError(`no zstd frame at byte ${at}`);
    const header = readHeader(packed, at + 4);
    largest = Math.max(largest, header.window);
    at = endOfBlocks(packed, header.end) + (header.checksum ? 4 : 0);
  }
  return largest;
}

/** The content of a frame header, from its descriptor on. */
function readHeader(packed: Buffer, at: number): { window: number; end: number; checksum: boolean } {
  const descriptor = packed.readUInt8(at);
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const size = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const sizeAt = at + 1 + (single ? 0 : 1) + dictionary;
  const window = single ? contentSize(packed, sizeAt, size) : windowSize(packed.readUInt8(at + 1));
  return { window, end: sizeAt + size, checksum: (descriptor & 4) !== 0 };
}

function windowSize(code: number): number {
  const base = 2 ** (10 + (code >> 3));
  return base + (base / 8) * (code & 7);
}

/** A two-byte size starts where the range of the one-byte size ends. */
function contentSize(packed: Buffer, at: number, size: number): number {
  switch (size) {
    case 1:
      return packed.readUInt8(at);
    case 2:
      return packed.readUInt16LE(at) + 256;
    case 4:
      return packed.readUInt32LE(at);
    default:
      return Number(packed.readBigUInt64LE(at));
  }
}

/** Where the last block of a frame ends: each block states in 24 bits whether it is the last, its type and its size. */
function endOfBlocks(packed: Buffer, from: number): number {
  for (let at = from; ;) {
    const block = packed.readUIntLE(at, 3);
    at += 3 + (((block >> 1) & 3) === repeated ? 1 : block >> 3);
    if ((block & 1) === 1) return at;
  }
}
