import { open, readFile, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { frame, frameHead, unframe } from './frame';

/** Maximum size of a record, bytes. */
export const largestRecord = 1_048_576;

/** One file of the spool: consecutive records, numbered without gaps from `first`. */
export interface Segment {
  readonly path: string;
  /** Number of its first record. */
  readonly first: number;
  /** Number of records in it. */
  count: number;
  /** Size, bytes. */
  size: number;
}

const name = /^(\d{16})\.spool$/;

/** The number of the first record of a segment, from its file name; null for other files. */
export function firstOf(file: string): number | null {
  const [, digits] = name.exec(file) ?? [];
  return digits === undefined ? null : Number(digits);
}

/** A new segment whose first record will have this number. */
export function newSegment(folder: string, first: number): Segment {
  return { path: join(folder, `${String(first).padStart(16, '0')}.spool`), first, count: 0, size: 0 };
}

/** Number of the record after the last one of a segment. */
export function nextOf(segment: Segment): number {
  return segment.first + segment.count;
}

/** The intact records of a segment, and how many bytes follow that are not. */
export async function survey(folder: string, first: number): Promise<{ segment: Segment; torn: number }> {
  const segment = newSegment(folder, first);
  const bytes = await readFile(segment.path);
  for (;;) {
    const payload = unframe(bytes, segment.size);
    if (payload === null) return { segment, torn: bytes.length - segment.size };
    segment.count += 1;
    segment.size += frameHead + payload.length;
  }
}

/** Truncates the corrupt end of a segment. */
export async function mend(segment: Segment): Promise<void> {
  await truncate(segment.path, segment.size);
}

/** Where reading continues in a segment: the number of a record and its byte offset. */
export interface Position {
  readonly sequence: number;
  readonly offset: number;
}

/** A record read from a segment. */
export interface Entry {
  readonly payload: Buffer;
  readonly segment: Segment;
  /** Position of the next record. */
  readonly after: Position;
}

/** Records from a position on, at most `bytes` of them (but at least one); stops before a corrupt one. */
export async function readFrom(segment: Segment, from: Position, bytes: number): Promise<readonly Entry[]> {
  const content = await readPart(segment, from.offset, bytes);
  const entries: Entry[] = [];
  for (let at = 0; at < bytes;) {
    const payload = unframe(content, at);
    if (payload === null) break;
    at += frameHead + payload.length;
    if (at > bytes && entries.length > 0) break;
    const after = { sequence: from.sequence + entries.length + 1, offset: from.offset + at };
    entries.push({ payload, segment, after });
  }
  return entries;
}

async function readPart(segment: Segment, offset: number, bytes: number): Promise<Buffer> {
  const file = await open(segment.path, 'r');
  try {
    const content = Buffer.alloc(Math.min(segment.size - offset, bytes + frameHead + largestRecord));
    const { bytesRead } = await file.read(content, 0, content.length, offset);
    return content.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The end of a spool, where records are appended. */
export class Tail {
  private constructor(
    readonly segment: Segment,
    private readonly file: FileHandle,
  ) {}

  static async open(segment: Segment): Promise<Tail> {
    return new Tail(segment, await open(segment.path, 'a'));
  }

  /** Appends records, all or none: the remains of a failed write are cut off again. */
  async append(payloads: readonly Buffer[]): Promise<void> {
    const bytes = Buffer.concat(payloads.map(frame));
    try {
      await this.file.appendFile(bytes);
    } catch (error) {
      await this.file.truncate(this.segment.size);
      throw error;
    }
    this.segment.count += payloads.length;
    this.segment.size += bytes.length;
  }

  sync(): Promise<void> {
    return this.file.datasync();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
