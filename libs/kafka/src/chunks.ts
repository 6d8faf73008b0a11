import type { OutRecord } from '@panto/streams';

/**
 * Limits of one request of kafkajs's producer: brokers accept batches of 1 MiB by default, framing included, and it
 * groups the messages of a call in time quadratic in their number.
 */
const mostOfRequest = { bytes: 700 * 1024, records: 1_000 };

/** Splits records, in order, into what one batch can hold. A larger record gets its own batch. */
export function chunks(
  records: readonly OutRecord[],
  most = mostOfRequest,
): readonly (readonly OutRecord[])[] {
  const parts: OutRecord[][] = [];
  let part: OutRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    if (part.length > 0 && (bytes + size > most.bytes || part.length >= most.records)) {
      parts.push(part);
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

function sizeOf({ key, value, headers }: OutRecord): number {
  let size =
    30 + (typeof key === 'string' ? Buffer.byteLength(key) : (key?.length ?? 0)) + (value?.length ?? 0);
  for (const name in headers) size += Buffer.byteLength(name) + Buffer.byteLength(headers[name] ?? '') + 4;
  return size;
}
