/** Block sizes by the block-maximum code of an LZ4 frame. */
const blockSizes: Readonly<Record<number, number>> = { 4: 65_536, 5: 262_144, 6: 1_048_576, 7: 4_194_304 };
const magic = 0x184d2204;

/**
 * An upper bound of the decompressed size of an LZ4 frame, from its headers and the token lengths of its blocks,
 * without decompressing it: the decompression library has no bound. Throws RangeError on a truncated frame.
 */
export function lz4Size(frame: Buffer): number {
  if (frame.readUInt32LE(0) !== magic) throw new RangeError('this is not an LZ4 frame');
  const flags = frame.readUInt8(4);
  const largest = blockSizes[(frame.readUInt8(5) >> 4) & 7];
  if (largest === undefined) throw new RangeError('unknown block size in an LZ4 frame');
  let at = 7 + ((flags & 8) !== 0 ? 8 : 0) + ((flags & 1) !== 0 ? 4 : 0);
  const checksum = (flags & 16) !== 0 ? 4 : 0;
  let total = 0;
  for (let size = frame.readUInt32LE(at); size !== 0; size = frame.readUInt32LE(at)) {
    const length = size & 0x7fffffff;
    const stored = size >>> 31 === 1;
    at += 4;
    total += stored ? length : Math.min(largest, blockSize(frame.subarray(at, at + length)));
    at += length + checksum;
  }
  return total;
}

/** The decompressed size of the sequences of a block. */
function blockSize(block: Buffer): number {
  let at = 0;
  let total = 0;
  const run = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; at += 1) {
      more = block.readUInt8(at);
      length += more;
    }
    return length;
  };
  while (at < block.length) {
    const token = block.readUInt8(at);
    at += 1;
    const literals = run(token >> 4);
    at += literals;
    total += literals;
    // The last sequence has literals only.
    if (at >= block.length) break;
    at += 2;
    total += run(token & 15) + 4;
  }
  return total;
}
