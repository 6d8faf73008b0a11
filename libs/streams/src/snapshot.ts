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

/** A part of the memory of a key. */
export interface SnapshotPart {
  /** Name of the part. */
  readonly part: string;
  readonly key: string;
  /** Next offset of the stream that the part has not seen; undefined for parts that the stream does not change. */
  readonly covers: number | undefined;
  /** Null: forgotten. */
  readonly bytes: Buffer | null;
}

/** What a record of a snapshot topic says. */
export type SnapshotRead =
  | { readonly kind: 'meta'; readonly meta: Meta }
  | ({ readonly kind: 'part' } & SnapshotPart)
  | { readonly kind: 'unreadable'; readonly detail: string };

const metaKey = '!meta';
const coversHeader = 'covers';

/** A part of a memory as a record of the snapshot topic. */
export function snapshotRecord(
  topic: string,
  { part, key, covers, bytes }: SnapshotPart,
  time: number,
): OutRecord {
  const record = { topic, key: `${part}/${key}`, value: bytes, timestamp: time };
  return covers === undefined ? record : { ...record, headers: { [coversHeader]: String(covers) } };
}

/** Where a partition stands, as a record of the snapshot topic. */
export function metaRecord(topic: string, meta: Meta, time: number): OutRecord {
  return { topic, key: metaKey, value: Buffer.from(JSON.stringify(meta)), timestamp: time };
}

/** Reads a record of a snapshot topic; never throws. */
export function readSnapshot(record: LogRecord): SnapshotRead {
  const key = record.key?.toString('utf8') ?? '';
  if (key === metaKey) return readMeta(record);
  const header = record.headers[coversHeader];
  const covers = header === undefined ? undefined : Number(header);
  const slash = key.indexOf('/');
  if (slash < 1 || (covers !== undefined && !Number.isSafeInteger(covers))) {
    return { kind: 'unreadable', detail: `record at offset ${record.offset} is no part of a memory` };
  }
  return { kind: 'part', part: key.slice(0, slash), key: key.slice(slash + 1), covers, bytes: record.value };
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
