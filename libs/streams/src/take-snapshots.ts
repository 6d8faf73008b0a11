import type { Entry } from './entry';
import type { KeyedFold } from './keyed-fold';
import { type PackedPart, packPart } from './packed-part';
import { together } from './prefetch';
import { commonRecord, type SnapshotPart } from './snapshot';
import type { MemoryPart, OutRecord, Topology } from './topology';

/** When snapshots are taken, and of what. */
export interface Moment {
  /** Present time, ms. */
  readonly now: number;
  /** Time of the records, ms. */
  readonly time: number;
  /** Next offset of the stream. */
  readonly position: number;
  /** With more warm keys than this, those that are snapshotted here are held as bytes from then on. */
  readonly warmKeys: number;
}

/** The snapshots that belong in the next transaction: the required ones, and as many others as the pace allows. */
export function takeSnapshots<Memory, Input, Output>(
  topology: Topology<Memory, Input, Output>,
  keys: KeyedFold<Memory, Input, Output>,
  moment: Moment,
): OutRecord[] {
  const records: OutRecord[] = [];
  const chosen = keys.dirty.choose(moment.now);
  for (const [i, entry] of chosen.entries()) {
    if (i % together === 0) keys.prefetch.ofEntries(chosen, i);
    const changed = keys.dirty.take(entry);
    if (topology.forgettable?.(entry.memory) === true) {
      keys.forget(entry);
      addTombstones(records, topology, keys, entry.key, moment);
      continue;
    }
    const parts = entry.rebuild ? ~0 : changed;
    entry.rebuild = false;
    const packed = topology.memory.map((part, i) =>
      (parts & (1 << i)) === 0 ? undefined : packPart(part, entry.memory, keys.common),
    );
    addSnapshots(records, topology, keys, entry, packed, moment);
    if (entry.since < 0 && keys.entries.size > moment.warmKeys) keys.cool(entry, packed);
  }
  for (const [id, bytes] of keys.common.takeChanged()) {
    records.push(commonRecord(topology.snapshots, id, bytes, moment.time));
  }
  return records;
}

/** Adds the snapshots of the parts that were packed. */
function addSnapshots<Memory, Input, Output>(
  records: OutRecord[],
  { memory, snapshots }: Topology<Memory, Input, Output>,
  { pieces }: KeyedFold<Memory, Input, Output>,
  entry: Entry<Memory>,
  packed: readonly (PackedPart | undefined)[],
  moment: Moment,
): void {
  const due = entry.since < 0 ? entry.due : undefined;
  memory.forEach((part, i) => {
    const one = packed[i];
    if (one === undefined) return;
    const snapshot = { part: part.name, covers: coversOf(part, moment), due, ...one };
    pieces.write(records, snapshots, entry.key, snapshot, moment.time);
  });
}

/** A key is forgotten in all its parts at once: a restore takes the first of several tombstones for all of them. */
function addTombstones<Memory, Input, Output>(
  records: OutRecord[],
  { memory, snapshots }: Topology<Memory, Input, Output>,
  { pieces }: KeyedFold<Memory, Input, Output>,
  key: string,
  moment: Moment,
): void {
  for (const part of memory) {
    const covers = coversOf(part, moment);
    const nothing: SnapshotPart = {
      part: part.name,
      covers,
      due: undefined,
      bytes: null,
      common: undefined,
    };
    pieces.write(records, snapshots, key, nothing, moment.time);
  }
}

function coversOf<Memory>({ changedBy }: MemoryPart<Memory>, { position }: Moment): number | undefined {
  return changedBy.includes('stream') ? position : undefined;
}
