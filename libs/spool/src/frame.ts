import { crc32 } from 'node:zlib';

/** Bytes before the payload: its length and the CRC-32 of length and payload, both unsigned 32 bit, big endian. */
export const frameHead = 8;

/** One record as it lies in a segment. */
export function frame(payload: Buffer): Buffer {
  const head = Buffer.alloc(frameHead);
  head.writeUInt32BE(payload.length, 0);
  head.writeUInt32BE(checksum(head, payload), 4);
  return Buffer.concat([head, payload]);
}

/** The payload of the frame that begins at `start`; null when there is no whole and sound one. */
export function unframe(bytes: Buffer, start: number): Buffer | null {
  if (start + frameHead > bytes.length) return null;
  const end = start + frameHead + bytes.readUInt32BE(start);
  if (end > bytes.length) return null;
  const payload = bytes.subarray(start + frameHead, end);
  return checksum(bytes.subarray(start), payload) === bytes.readUInt32BE(start + 4) ? payload : null;
}

/** The length is in the sum too: a torn length is no record. A run of zeros is no record either. */
function checksum(head: Buffer, payload: Buffer): number {
  return crc32(payload, crc32(head.subarray(0, 4), 1));
}
