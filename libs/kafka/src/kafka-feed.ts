import type { Feed, FeedListener, Following, LogRecord } from '@panto/streams';
import type { BufferPool } from './buffer-pool';
import { HeldBytes, type Piece } from './held-bytes';
import { OpenBatch } from './open-batch';
import type { Committed, CommittedBatch } from './record-batch';

/** Records fetched ahead per partition: beyond this number, or beyond the feed's room, no more are requested. */
const mostRecords = 20_000;

/** The reader that a feed belongs to. */
export interface FeedHost {
  readonly pool: BufferPool;
  /** Bytes that may wait in a feed; what was requested before may exceed it. */
  readonly room: () => number;
  /** The feed has stopped. */
  readonly stopped: () => void;
}

/** A waiting batch: its bytes are held elsewhere. */
type Waiting = Omit<CommittedBatch, 'packed'> & { readonly piece: Piece };

/**
 * A partition that a reader follows: what was fetched and not yet taken. Batches wait as the broker sent them and are
 * decoded when they are taken: decoded records that wait would be copied by every minor GC.
 */
export class KafkaFeed implements Feed {
  readonly topic: string;
  readonly partition: number;
  /** Whether records may be missing from the middle. */
  readonly compacted: boolean;
  /** Since when brokers have reported that they have nothing at the next offset, ms; undefined: they do not. */
  beyondSince: number | undefined;
  /** How many times in a row the next batch was corrupt. */
  doubts = 0;
  /** The next offset to fetch. */
  fetched: number;
  end = -1;
  stopped = false;
  /** The broker that leads it; undefined: to be looked up. */
  leader: string | undefined;
  /** No requests before this time, after an error, ms. */
  quietUntil = 0;
  private answeredAt = performance.now();
  private batches: Waiting[] = [];
  private readonly held: HeldBytes;
  /** Totals over the batches. */
  private packed = { records: 0, bytes: 0 };
  /** The batch that is being taken, and where its bytes are. */
  private open: { readonly batch: OpenBatch; readonly piece: Piece } | undefined;

  constructor(
    from: Following,
    readonly listener: FeedListener,
    private readonly host: FeedHost,
  ) {
    this.held = new HeldBytes(host.pool);
    this.topic = from.topic;
    this.partition = from.partition;
    this.compacted = from.compacted ?? false;
    this.fetched = from.offset;
  }

  get waiting(): number {
    return (this.open?.batch.left ?? 0) + this.packed.records;
  }

  get position(): number {
    const [next] = this.batches;
    return this.open?.batch.position ?? (next ? Math.max(next.from, next.header.baseOffset) : this.fetched);
  }

  get seenAt(): number {
    return this.full ? performance.now() : this.answeredAt;
  }

  /** Whether enough records are waiting. */
  get full(): boolean {
    return this.waiting > mostRecords || this.packed.bytes > this.host.room();
  }

  take(atMost: number): readonly LogRecord[] {
    const taken: LogRecord[] = [];
    while (taken.length < atMost) {
      this.open ??= this.openNext();
      if (this.open === undefined) break;
      for (const record of this.open.batch.take(atMost - taken.length)) taken.push(record);
      if (this.open.batch.left === 0) this.close();
    }
    return taken;
  }

  /** Notes that the brokers answered, even if only that they have nothing. */
  hear(): void {
    this.answeredAt = performance.now();
  }

  /** Takes a broker's response. */
  receive({ batches, next }: Committed, end: number): void {
    const moved = next > this.fetched || end !== this.end;
    this.hear();
    this.beyondSince = undefined;
    this.end = end;
    this.fetched = next;
    for (const { packed, ...batch } of batches) {
      const waiting = { ...batch, piece: this.held.hold(packed) };
      this.batches.push(waiting);
      this.count(waiting, 1);
    }
    if (moved) this.listener.wake();
  }

  stop(): void {
    this.stopped = true;
    for (const { piece } of this.batches) this.held.drop(piece);
    this.batches = [];
    this.packed = { records: 0, bytes: 0 };
    this.close();
    this.host.stopped();
  }

  private openNext(): KafkaFeed['open'] {
    const batch = this.batches.shift();
    if (batch === undefined) return undefined;
    this.count(batch, -1);
    const { piece } = batch;
    return { piece, batch: new OpenBatch(batch, this.held.look(piece)) };
  }

  private close(): void {
    if (this.open !== undefined) this.held.drop(this.open.piece);
    this.open = undefined;
  }

  /** A batch states its own number of records; a damaged one counts as one record. */
  private count({ header, piece }: Waiting, sign: 1 | -1): void {
    this.packed.records += sign * Math.max(1, header.count);
    this.packed.bytes += sign * piece.length;
  }
}
