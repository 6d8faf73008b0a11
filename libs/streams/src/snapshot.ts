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

/** A snapshot of a part of the memory of a key. */
export interface SnapshotPart {
  /** Name of the part. */
  readonly part: string;
  /** Next offset of the stream that the part has not seen; undefined for parts that the stream does not change. */
  readonly covers: number | undefined;
  /**
   * When the key is due, ms (Infinity: never), if its snapshots up to this one are all of its memory; undefined: they
   * are not, something has changed that a replay must recover.
   */
  readonly due: number | undefined;
  /** Null: forgotten. */
  readonly bytes: Buffer | null;
  /** The number of the common bytes that follow these; undefined: none do. */
  readonly common: number | undefined;
}

/** What a record of a snapshot topic means. */
export type SnapshotRead =
  | { readonly kind: 'meta'; readonly meta: Meta }
  /** The bytes behind a number that snapshots of parts name; null: it is no longer defined. */
  | { readonly kind: 'common'; readonly id: number; readonly bytes: Buffer | null }
  /**
   * The key begins in `key` at `from`: `keyText`. The name of the part is before it: `isOf`. `pieces`: how many pieces
   * of its bytes are separate records, all of them before this one.
   */
  | ({
      readonly kind: 'part';
      readonly key: Buffer;
      readonly from: number;
      readonly pieces: number;
    } & Omit<SnapshotPart, 'part'>)
  /** A piece, counted from 1, of the bytes of a part: `of` is the key of the record of the part. Null: gone. */
  | { readonly kind: 'piece'; readonly of: string; readonly number: number; readonly bytes: Buffer | null }
  | { readonly kind: 'unreadable'; readonly detail: string };

const metaKey = '!meta';
/** Precedes the number, as a part precedes a key: no part has this name. */
const commonPart = '!common';
/** Precedes the number of a piece and the key of the record that it belongs to; no part has this name either. */
const piecePart = '!piece';
/**
 * One header holds everything about a part besides its bytes: with a million records every header slows down a restart.
 */
const standingHeader = 'standing';

/**
 * A part of a memory as a record of the snapshot topic; `pieces`: how many pieces of it are separate records before it.
 */
export function snapshotRecord(
  topic: string,
  key: string,
  { part, covers, due, bytes, common }: SnapshotPart,
  time: number,
  pieces = 0,
): OutRecord {
  const standing = `${covers ?? ''},${due ?? ''},${common ?? ''}${pieces > 0 ? `,${pieces}` : ''}`;
  return {
    topic,
    key: partKey(part, key),
    value: bytes,
    timestamp: time,
    headers: { [standingHeader]: standing },
  };
}

/** The key of the record of a part. */
export function partKey(part: string, key: string): string {
  return `${part}/${key}`;
}

/** A piece, counted from 1, of a part whose record has the key `of`, as a record of the snapshot topic; null: gone. */
export function pieceRecord(
  topic: string,
  of: string,
  number: number,
  bytes: Buffer | null,
  time: number,
): OutRecord {
  return { topic, key: `${piecePart}/${number}/${of}`, value: bytes, timestamp: time };
}

/** Bytes that snapshots of many keys share, as a record of the snapshot topic. */
export function commonRecord(topic: string, id: number, bytes: Buffer | null, time: number): OutRecord {
  return { topic, key: `${commonPart}/${id}`, value: bytes, timestamp: time };
}

/** Where a partition stands, as a record of the snapshot topic. */
export function metaRecord(topic: string, meta: Meta, time: number): OutRecord {
  return { topic, key: metaKey, value: Buffer.from(JSON.stringify(meta)), timestamp: time };
}

const slash = '/'.charCodeAt(0);

/** Reads a record of a snapshot topic; never throws. */
export function readSnapshot(record: LogRecord): SnapshotRead {
  const { key, headers, value } = record;
  const end = key?.indexOf(slash) ?? -1;
  if (key === null || end < 1) {
    return key?.toString('utf8') === metaKey ? readMeta(record) : unreadable(record, 'not part of a memory');
  }
  const from = end + 1;
  if (isOf(commonPart, { key, from })) {
    const id = Number(key.toString('utf8', from));
    return isCount(id) ? { kind: 'common', id, bytes: value } : unreadable(record, 'without a valid number');
  }
  if (isOf(piecePart, { key, from })) return readPiece(record, key.toString('utf8', from));
  const standing = readStanding(headers);
  if (standing === undefined) return unreadable(record, 'not part of a memory');
  return { kind: 'part', key, from, bytes: value, ...standing };
}

/** `text`: the number of the piece, and the key of the record that it belongs to. */
function readPiece(record: LogRecord, text: string): SnapshotRead {
  const end = text.indexOf('/');
  const number = Number(text.slice(0, Math.max(0, end)));
  return isCount(number) && number > 0
    ? { kind: 'piece', of: text.slice(end + 1), number, bytes: record.value }
    : unreadable(record, 'a piece without a valid number');
}

type Standing = Pick<PartRead, 'covers' | 'due' | 'common' | 'pieces'>;

type PartRead = Extract<SnapshotRead, { kind: 'part' }>;

/** What the header of a part says; undefined: it is not one. */
function readStanding(headers: LogRecord['headers']): Standing | undefined {
  // Earlier versions had a header for each of the three.
  const { [standingHeader]: text = [headers['covers'], headers['due'], headers['common']].join() } = headers;
  const first = text.indexOf(',');
  const second = text.indexOf(',', first + 1);
  if (first < 0 || second < 0) return undefined;
  const third = text.indexOf(',', second + 1);
  const covers = numberOf(text.slice(0, first));
  const due = numberOf(text.slice(first + 1, second));
  const common = numberOf(third < 0 ? text.slice(second + 1) : text.slice(second + 1, third));
  const pieces = third < 0 ? 0 : Number(text.slice(third + 1));
  return [covers ?? 0, common ?? 0, pieces].every(isCount) && !Number.isNaN(due)
    ? { covers, due, common, pieces }
    : undefined;
}

/** A key of a record of a snapshot topic, and where in it the key of the stage begins. */
interface Keyed {
  readonly key: Buffer;
  readonly from: number;
}

/** Whether a snapshot is of the part of this name, in ASCII; avoids making a string for each of millions of keys. */
export function isOf(part: string, { key, from }: Keyed): boolean {
  if (part.length !== from - 1) return false;
  for (let i = 0; i < part.length; i++) if (key[i] !== part.charCodeAt(i)) return false;
  return true;
}

/** The key that a snapshot is of. */
export function keyText({ key, from }: Keyed): string {
  return key.toString('utf8', from);
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

function numberOf(text: string): number | undefined {
  return text === '' ? undefined : Number(text);
}

function unreadable({ offset }: LogRecord, what: string): SnapshotRead {
  return { kind: 'unreadable', detail: `record at offset ${offset} is ${what}` };
}

function readMeta(record: LogRecord): SnapshotRead {
  try {
    const found: unknown = JSON.parse(record.value?.toString('utf8') ?? 'null');
    if (isMeta(found)) return { kind: 'meta', meta: found };
  } catch {
    // Reported below, with the offset.
  }
  return unreadable(record, 'a meta record that is not understood');
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
