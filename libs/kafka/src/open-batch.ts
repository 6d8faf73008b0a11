import type { LogRecord } from '@panto/streams';
import { ByteCursor } from './byte-cursor';
import type { CommittedBatch } from './record-batch';
import { compression, unpack } from './unpack';

/** A batch without its bytes. */
type BatchPlace = Omit<CommittedBatch, 'packed'>;

/**
 * A batch whose records are taken some at a time: each take has its own memory, so that the rest is nothing the GC has
 * to track.
 */
export class OpenBatch {
  /** The records that were not taken yet, one after another. */
  private rest: Buffer = Buffer.alloc(0);
  /** Whether the memory of the rest will be reused for something else. */
  private readonly lent: boolean;
  /** How many records are left; an unreadable rest counts as one. */
  left: number;
  /** Offset of the next record, or an offset before it where records were compacted away. */
  position: number;
  /** Why the rest is unreadable. */
  private damage: string | undefined;

  /** `packed`: memory that is reused once everything was taken. */
  constructor(
    private readonly batch: BatchPlace,
    private readonly packed: Buffer,
  ) {
    const { header, from } = batch;
    this.position = Math.max(from, header.baseOffset);
    // With a negative count nothing can be taken, and nothing is left.
    this.left = Math.max(0, header.count);
    this.lent = header.compression === compression.none;
    this.attempt(() => {
      this.rest = unpack(header.compression, packed);
    });
  }

  /** The next records, at most `atMost`; an unreadable rest yields one record with `damage`, at its last offset. */
  take(atMost: number): readonly LogRecord[] {
    const taken: LogRecord[] = [];
    this.attempt(() => {
      while (taken.length < atMost && this.left > 0)
        this.read(Math.min(this.left, atMost - taken.length), taken);
    });
    if (this.damage !== undefined && this.left > 0 && taken.length < atMost) {
      taken.push(this.damaged(this.damage));
      this.left = 0;
    }
    return taken;
  }

  /** Reads `count` records, and adds those that are wanted. */
  private read(count: number, into: LogRecord[]): void {
    const length = lengthOf(this.rest, count);
    const slice = this.rest.subarray(0, length);
    const cursor = new ByteCursor(this.lent ? Buffer.from(slice) : slice);
    for (let i = 0; i < count; i += 1) {
      const record = readRecord(cursor, this.batch);
      this.left -= 1;
      if (record.offset < this.batch.from) continue;
      this.position = record.offset + 1;
      into.push(record);
    }
    this.rest = this.rest.subarray(length);
  }

  private attempt(read: () => void): void {
    if (this.damage !== undefined) return;
    try {
      read();
    } catch (error) {
      this.damage = error instanceof Error ? error.message : String(error);
      this.left = 1;
    }
  }

  /** Stands for all unreadable offsets, and has the last of them: once it is handled, all of them are. */
  private damaged(reason: string): LogRecord {
    const { topic, partition, header } = this.batch;
    const from = this.position;
    const offset = Math.max(from, header.lastOffset);
    this.position = offset + 1;
    const timestamp = Math.max(0, header.maxTimestamp);
    const value = Buffer.from(this.packed);
    const damage = offset === from ? reason : `offsets ${from} to ${offset}: ${reason}`;
    return { topic, partition, offset, timestamp, key: null, value, headers: {}, damage };
  }
}

/** Length of the first `count` records, bytes. Throws a RangeError if they are not complete. */
function lengthOf(records: Buffer, count: number): number {
  const cursor = new ByteCursor(records);
  for (let i = 0; i < count; i += 1) cursor.skip(cursor.varint());
  return cursor.at;
}

const noHeaders: Readonly<Record<string, string>> = Object.freeze({});

function readRecord(cursor: ByteCursor, { topic, partition, header }: BatchPlace): LogRecord {
  const end = cursor.varint() + cursor.at;
  cursor.int8();
  const delta = cursor.varint();
  const timestamp = header.appendTime ? header.maxTimestamp : header.firstTimestamp + delta;
  const offset = header.baseOffset + cursor.varint();
  const key = cursor.varintBytes();
  const value = cursor.varintBytes();
  const count = cursor.varint();
  const headers = count === 0 ? noHeaders : readHeaders(cursor, count);
  if (cursor.at !== end) throw new RangeError(`a record does not end where it says (offset ${offset})`);
  return { topic, partition, offset, timestamp, key, value, headers };
}

/** Names come from outside producers, so the object inherits no properties. An `Object.create(null)` is much slower. */
class Headers {
  [name: string]: string;
}
Object.setPrototypeOf(Headers.prototype, null);
Reflect.deleteProperty(Headers.prototype, 'constructor');

function readHeaders(cursor: ByteCursor, count: number): Readonly<Record<string, string>> {
  const headers = new Headers();
  for (let index = 0; index < count; index += 1) {
    const name = cursor.varintText();
    headers[name] = cursor.varintText();
  }
  return headers;
}
