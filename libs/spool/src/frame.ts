import { crc32 } from 'node:zlib';

/** Bytes before the payload: its length, and the CRC-32 of length and payload, both unsigned 32 bit, big endian. */
export const frameHead = 8;

/** One record in the form stored in a segment. */
export function frame(payload: Buffer): Buffer {
  const head = Buffer.alloc(frameHead);
  head.writeUInt32BE(payload.length, 0);
  head.writeUInt32BE(checksum(head, payload), 4);
  return Buffer.concat([head, payload]);
}

/** The payload of the frame at `start`; null if the frame is incomplete or corrupt. */
export function unframe(bytes: Buffer, start: number): Buffer | null {
  if (start + frameHead > bytes.length) return null;
  const end = start + frameHead + bytes.readUInt32BE(start);
  if (end > bytes.length) return null;
  const payload = bytes.subarray(start + frameHead, end);
  return checksum(bytes.subarray(start), payload) === bytes.readUInt32BE(start + 4) ? payload : null;
}

/** The checksum covers the length too, so that a torn length is not a record. Neither is a run of zeros. */
function checksum(head: Buffer, payload: Buffer): number {
  return crc32(payload, crc32(head.subarray(0, 4), 1));
}
