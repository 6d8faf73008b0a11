import { partKey, pieceRecord, type SnapshotPart, type SnapshotRead, snapshotRecord } from './snapshot';
import type { OutRecord } from './topology';

/** Most bytes of a snapshot record: a broker accepts 1 MiB by default, framing and headers included. */
const mostBytes = 512 * 1024;

/**
 * Snapshots that are too large for one record. The bytes beyond the first record are written as pieces, separate
 * records before it in the same transaction; it says how many there are. Compaction keeps the newest of each.
 */
export class SnapshotPieces {
  /** Number of pieces in the topic, by the key of the record that they belong to. */
  private readonly written = new Map<string, number>();
  /** Pieces that were read before their record. */
  private readonly read = new Map<string, (Buffer | null)[]>();

  /** Adds the records of a snapshot: usually one. */
  write(records: OutRecord[], topic: string, key: string, part: SnapshotPart, time: number): void {
    const { bytes } = part;
    const pieces = bytes === null ? 0 : Math.max(0, Math.ceil(bytes.length / mostBytes) - 1);
    if (pieces > 0 || this.written.size > 0) this.writePieces(records, topic, part, key, pieces, time);
    const first = pieces === 0 || bytes === null ? bytes : bytes.subarray(0, mostBytes);
    records.push(snapshotRecord(topic, key, { ...part, bytes: first }, time, pieces));
  }

  /** Adopts a piece that was read. */
  learn({ of, number, bytes }: Extract<SnapshotRead, { kind: 'piece' }>): void {
    const known = this.written.get(of) ?? 0;
    this.count(of, bytes === null ? Math.min(known, number - 1) : Math.max(known, number));
    const list = this.read.get(of) ?? [];
    list[number - 1] = bytes;
    this.read.set(of, list);
  }

  /** All bytes of a part that was read; null: it was forgotten; undefined: some of its pieces were not read. */
  whole({ key, bytes, pieces }: Extract<SnapshotRead, { kind: 'part' }>): Buffer | null | undefined {
    if (pieces === 0 && this.read.size === 0) return bytes;
    const of = key.toString('utf8');
    const list = Array.from({ length: pieces }, (_, i) => this.read.get(of)?.[i]);
    this.read.delete(of);
    if (bytes === null || pieces === 0) return bytes;
    const there = list.filter((piece) => piece != null);
    return there.length < pieces ? undefined : Buffer.concat([bytes, ...there]);
  }

  private writePieces(
    records: OutRecord[],
    topic: string,
    { part, bytes }: SnapshotPart,
    key: string,
    pieces: number,
    time: number,
  ): void {
    const of = partKey(part, key);
    const before = this.written.get(of) ?? 0;
    for (let number = 1; number <= Math.max(pieces, before); number++) {
      const piece = number > pieces ? null : bytes?.subarray(number * mostBytes, (number + 1) * mostBytes);
      records.push(pieceRecord(topic, of, number, piece ?? null, time));
    }
    this.count(of, pieces);
  }

  private count(of: string, pieces: number): void {
    if (pieces > 0) this.written.set(of, pieces);
    else this.written.delete(of);
  }
}
