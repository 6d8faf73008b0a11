import type { Entry, KeyedFold } from './keyed-fold';
import { snapshotRecord } from './snapshot';
import type { OutRecord, Topology } from './topology';

/** When snapshots are taken, and of what. */
export interface Moment {
  /** Present time, ms. */
  readonly now: number;
  /** Time of the records, ms. */
  readonly time: number;
  /** Next offset of the stream. */
  readonly position: number;
  /** Beyond so many keys whose memory is at hand those that are snapshotted here are held as bytes from then on. */
  readonly warmKeys: number;
}

/** The snapshots that belong into the next transaction: those that must, and as many others as the pace has come to. */
export function takeSnapshots<Memory, Input, Output>(
  topology: Topology<Memory, Input, Output>,
  keys: KeyedFold<Memory, Input, Output>,
  moment: Moment,
): OutRecord[] {
  const records: OutRecord[] = [];
  keys.dirty.take(moment.now, (entry, chosen) => {
    const forgettable = topology.forgettable?.(entry.memory) === true;
    if (forgettable) keys.forget(entry);
    const written = writeParts(
      topology,
      entry,
      { chosen: forgettable ? ~0 : chosen, forgettable },
      moment,
      records,
    );
    if (!forgettable && entry.since < 0 && keys.entries.size > moment.warmKeys) keys.cool(entry, written);
  });
  return records;
}

/** Adds the snapshots of some parts (a bit each), tombstones of what may be forgotten; gives their bytes. */
function writeParts<Memory, Input, Output>(
  topology: Topology<Memory, Input, Output>,
  entry: Entry<Memory>,
  { chosen, forgettable }: { readonly chosen: number; readonly forgettable: boolean },
  { time, position }: Moment,
  records: OutRecord[],
): readonly (Buffer | undefined)[] {
  const due = !forgettable && entry.since < 0 ? entry.due : undefined;
  return topology.memory.map((part, i) => {
    if ((chosen & (1 << i)) === 0) return undefined;
    const covers = part.changedBy.includes('stream') ? position : undefined;
    const bytes = forgettable ? null : part.encode(entry.memory);
    records.push(
      snapshotRecord(topology.snapshots, entry.key, { part: part.name, covers, due, bytes }, time),
    );
    return bytes ?? undefined;
  });
}
