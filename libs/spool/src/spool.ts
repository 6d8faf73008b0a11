import { open, unlink } from 'node:fs/promises';
import type { Acknowledged } from './acknowledged';
import type { Loss } from './loss';
import { recover } from './recover';
import {
  largestRecord,
  newSegment,
  nextOf,
  readFrom,
  Tail,
  type Entry,
  type Position,
  type Segment,
} from './segment';
import { SpoolError } from './spool-error';

/** The folder of a spool and its limits. */
export interface SpoolSettings {
  readonly folder: string;
  /** Maximum bytes on disk; beyond that, the oldest records are dropped. */
  readonly maxBytes: number;
  /** Maximum time between a write and its fsync, ms. */
  readonly syncEvery: number;
  /** Called for every loss. */
  readonly onLoss: (loss: Loss) => void;
  /** Called when an fsync fails. */
  readonly onSyncError: (error: unknown) => void;
  /** Called when the acknowledged position cannot be written: after a restart some records are delivered again. */
  readonly onPointerError: (error: unknown) => void;
}

/**
 * A queue on disk: records are appended at the end, read in order from the first unacknowledged one, and read
 * again until they are acknowledged. Once an append has resolved, it survives the end of the process; it
 * survives the end of the machine after `syncEvery` at most. One process per folder.
 */
export class Spool {
  private turn: Promise<unknown> = Promise.resolve();
  private syncTimer: NodeJS.Timeout | undefined;
  private closed = false;
  private head: Position = { sequence: 0, offset: 0 };

  private constructor(
    private readonly settings: SpoolSettings,
    private readonly acknowledged: Acknowledged,
    private readonly segments: Segment[],
    private tail: Tail,
  ) {}

  static async open(settings: SpoolSettings): Promise<Spool> {
    const { acknowledged, segments, losses } = await recover(settings.folder);
    const last = segments.at(-1) ?? newSegment(settings.folder, acknowledged.sequence + 1);
    const spool = new Spool(settings, acknowledged, segments, await Tail.open(last));
    await spool.seek();
    losses.forEach(settings.onLoss);
    return spool;
  }

  /** Number of unacknowledged records. */
  get records(): number {
    return this.segments.reduce(
      (count, segment) => count + Math.max(0, nextOf(segment) - Math.max(segment.first, this.head.sequence)),
      0,
    );
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.segments.reduce((bytes, segment) => bytes + segment.size, 0);
  }

  /** Appends records, all or none; drops the oldest if there is no room. */
  append(payloads: readonly Buffer[]): Promise<void> {
    const long = payloads.find((payload) => payload.length > largestRecord);
    if (long) {
      return Promise.reject(
        new SpoolError('too-large', `a record of ${long.length} bytes; the maximum is ${largestRecord}`),
      );
    }
    return this.inTurn(async () => {
      await this.write(payloads);
      this.scheduleSync();
      while (this.bytes > this.settings.maxBytes && this.segments.length > 1) await this.dropOldest('full');
    });
  }

  /** The oldest unacknowledged records, at most `bytes` of them (but at least one); does not wait. */
  read(bytes: number): Promise<readonly Entry[]> {
    return this.inTurn(async () => {
      for (;;) {
        const segment = this.segments[0];
        if (!segment || this.head.sequence >= nextOf(segment)) {
          if (this.segments.length <= 1) return [];
          await this.removeFirst();
          continue;
        }
        const entries = await readFrom(segment, this.head, bytes);
        if (entries.length > 0) return entries;
        // It was intact when it was opened: the disk has lost it.
        if (this.segments.length <= 1) await this.rotate();
        await this.dropOldest('damaged');
      }
    });
  }

  /** Acknowledges this record and all before it. */
  acknowledge({ after, segment }: Entry): Promise<void> {
    return this.inTurn(async () => {
      if (after.sequence <= this.head.sequence) return;
      // If the position cannot be written, delivering again after a restart is better than delivering again
      // and again now.
      await this.acknowledged.write(after.sequence - 1).catch(this.settings.onPointerError);
      this.head = after;
      const finished = this.segments[0] === segment && segment !== this.tail.segment;
      if (finished && after.sequence >= nextOf(segment)) await this.removeFirst();
    });
  }

  /** Syncs to disk and closes the files. */
  async close(): Promise<void> {
    await this.inTurn(async () => {
      this.closed = true;
      clearTimeout(this.syncTimer);
      await this.tail.sync();
      await this.tail.close();
      await this.acknowledged.close();
    });
  }

  private inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const done = this.turn.then(() => {
      if (this.closed) throw new SpoolError('closed', 'the spool was closed');
      return work();
    });
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async write(payloads: readonly Buffer[]): Promise<void> {
    if (this.tail.segment.size >= this.segmentBytes) await this.rotate();
    try {
      await this.tail.append(payloads);
    } catch (error) {
      if (!(await this.makeRoom())) throw disk(error);
      await this.tail.append(payloads).catch((again: unknown) => Promise.reject(disk(again)));
    }
  }

  /**
   * Makes room on a full disk: drops what was delivered, even if it is in the file being written; otherwise
   * the oldest records.
   */
  private async makeRoom(): Promise<boolean> {
    const { segment } = this.tail;
    const delivered = segment.count > 0 && this.head.sequence >= nextOf(segment);
    if (this.segments.length > 1) await this.dropOldest('full');
    else if (delivered) await this.rotate().then(() => this.removeFirst());
    else return false;
    return true;
  }

  /** A sixteenth of the maximum, so that dropping the oldest segment drops little. */
  private get segmentBytes(): number {
    return Math.min(4 * largestRecord, Math.ceil(this.settings.maxBytes / 16));
  }

  private async rotate(): Promise<void> {
    const segment = newSegment(this.settings.folder, nextOf(this.tail.segment));
    await this.tail.sync();
    // The old one is closed last: if no other can be opened, writing continues in it.
    const next = await Tail.open(segment);
    const old = this.tail;
    this.tail = next;
    this.segments.push(segment);
    await old.close();
    await syncFolder(this.settings.folder);
  }

  private async dropOldest(reason: Loss['reason']): Promise<void> {
    const segment = this.segments[0];
    if (!segment) return;
    const records = nextOf(segment) - Math.max(segment.first, this.head.sequence);
    await this.removeFirst();
    if (records > 0) this.settings.onLoss({ reason, records, bytes: segment.size });
  }

  private async removeFirst(): Promise<void> {
    const [segment] = this.segments.splice(0, 1);
    if (segment) await unlink(segment.path);
    const next = this.segments[0];
    if (next && next.first >= this.head.sequence) this.head = { sequence: next.first, offset: 0 };
  }

  /** Finds the offset of the first unacknowledged record. */
  private async seek(): Promise<void> {
    const segment = this.segments[0];
    if (!segment) return;
    const wanted = Math.max(segment.first, this.acknowledged.sequence + 1);
    this.head = { sequence: segment.first, offset: 0 };
    while (this.head.sequence < wanted) {
      const entries = await readFrom(segment, this.head, largestRecord);
      const last = entries[Math.min(entries.length, wanted - this.head.sequence) - 1];
      if (!last) return;
      this.head = last.after;
    }
  }

  private scheduleSync(): void {
    this.syncTimer ??= setTimeout(() => {
      this.syncTimer = undefined;
      this.inTurn(() => this.tail.sync()).catch((error: unknown) => {
        if (!this.closed) this.settings.onSyncError(error);
      });
    }, this.settings.syncEvery);
  }
}

function disk(error: unknown): SpoolError {
  return new SpoolError('disk', `cannot write the spool: ${String(error)}`, { cause: error });
}

/** The name of a new file is stored in the folder, so it is the folder that must be synced. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
