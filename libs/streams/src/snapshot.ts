import type { LogRecord, OutRecord } from './topology';

/** Where a partition stands: written with every transaction, under a key that no memory can have. */
export interface Meta {
  /** Next offset to read, by input topic; the same as the committed offsets. */
  readonly offsets: Readonly<Record<string, number>>;
  /** Oldest offset of the stream that the snapshots do not cover: the replay begins there. */
  readonly floor: number;
  /** Clock before the record at the floor, ms. */
  readonly floorClock: number;
  /** Clock now, ms. */
  readonly clock: number;
  /** Last tick that was passed on, ms. */
  readonly tick: number;
}

/** What a record of a snapshot topic says. */
export type SnapshotRead =
  | { readonly kind: 'meta'; readonly meta: Meta }
  /** `covers`: next offset of the stream that the memory has not seen; bytes null: forgotten. */
  | { readonly kind: 'memory'; readonly key: string; readonly covers: number; readonly bytes: Buffer | null }
  | { readonly kind: 'unreadable'; readonly detail: string };

const metaKey = '!meta';
const coversHeader = 'covers';

/** A memory as a record of the snapshot topic; null bytes forget the key. */
export function snapshotRecord(
  topic: string,
  key: string,
  bytes: Buffer | null,
  covers: number,
  now: number,
): OutRecord {
  // A key of a memory that begins like the meta key gets one more mark, so that none can be it.
  const name = key.startsWith('!') ? `!${key}` : key;
  return { topic, key: name, value: bytes, timestamp: now, headers: { [coversHeader]: String(covers) } };
}

/** Where a partition stands, as a record of the snapshot topic. */
export function metaRecord(topic: string, meta: Meta, now: number): OutRecord {
  return { topic, key: metaKey, value: Buffer.from(JSON.stringify(meta)), timestamp: now };
}

/** Reads a record of a snapshot topic; never throws. */
export function readSnapshot(record: LogRecord): SnapshotRead {
  const key = record.key?.toString('utf8') ?? '';
  if (key === metaKey) return readMeta(record);
  const covers = Number(record.headers[coversHeader]);
  if (key === '' || !Number.isSafeInteger(covers)) {
    return { kind: 'unreadable', detail: `record at offset ${record.offset} has no key or no covers header` };
  }
  return { kind: 'memory', key: key.startsWith('!') ? key.slice(1) : key, covers, bytes: record.value };
}

function readMeta(record: LogRecord): SnapshotRead {
  try {
    const found: unknown = JSON.parse(record.value?.toString('utf8') ?? 'null');
    if (isMeta(found)) return { kind: 'meta', meta: found };
  } catch {
    // Said below, with the offset.
  }
  return { kind: 'unreadable', detail: `meta record at offset ${record.offset} is not understood` };
}

function isMeta(found: unknown): found is Meta {
  if (typeof found !== 'object' || found === null) return false;
  const { offsets, ...numbers } = found as Record<string, unknown>;
  return (
    typeof offsets === 'object' &&
    offsets !== null &&
    Object.values(offsets).every(Number.isSafeInteger) &&
    ['floor', 'floorClock', 'clock', 'tick'].every((name) => Number.isFinite(numbers[name]))
  );
}
