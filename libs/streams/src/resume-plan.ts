import type { Meta } from './snapshot';
import type { InputTopic } from './topology';

/** Something is not as this stage left it; reported loudly, because it was changed from outside. */
export interface ResumeFault {
  readonly code:
    /** Committed offsets differ from those that the snapshots were written with; those of the snapshots win. */
    | 'offset-mismatch'
    /** There are committed offsets but no snapshots: the memory is lost, and the tables are read again. */
    | 'memory-lost'
    /** Records that no snapshot covers are gone from the stream: some memories are older than they should be. */
    | 'replay-gap'
    /** Snapshots that do not decode: their keys are rebuilt from all remaining input. */
    | 'snapshot-unreadable'
    /**
     * Records among the snapshots that cannot be read: it is unknown to which keys they belong, so they are skipped.
     */
    | 'snapshot-lost';
  readonly detail: string;
}

/** Where a partition continues after a restore. */
export interface ResumePlan {
  /** Offset of each input, in the order of the topology. */
  readonly offsets: readonly number[];
  /** Stream records to replay: from, until, and the clock before the first; undefined: none. */
  readonly replay: { readonly from: number; readonly until: number; readonly clock: number } | undefined;
  readonly faults: readonly ResumeFault[];
}

/** What is known of one input of a partition. */
export interface InputState {
  readonly topic: string;
  readonly role: InputTopic<unknown, unknown>['role'];
  /** First existing offset. */
  readonly start: number;
  readonly committed: number | undefined;
}

/**
 * Decides where a partition continues. Offsets in the snapshots were written in the same transaction as the committed
 * ones and belong to the memory, so they win: committed offsets expire or are moved by hand. `replayed`: a replay has
 * already reached this offset.
 */
export function planResume(
  inputs: readonly InputState[],
  meta: Meta | undefined,
  unreadable: number,
  replayed?: number,
): ResumePlan {
  const faults: ResumeFault[] = [];
  const offsets = inputs.map(({ topic, role, start, committed }) => {
    const known = meta?.offsets[topic];
    if (known === undefined) return role === 'table' ? start : (committed ?? start);
    if (committed !== known) {
      const detail = `${topic}: committed ${committed ?? 'nothing'}, snapshots say ${known}`;
      faults.push({ code: 'offset-mismatch', detail });
    }
    return known;
  });
  if (meta === undefined && inputs.some(({ committed }) => committed !== undefined)) {
    faults.push({ code: 'memory-lost', detail: 'there are committed offsets but no snapshots' });
  }
  if (unreadable > 0) faults.push({ code: 'snapshot-unreadable', detail: `${unreadable} keys` });
  const replay = planReplay(inputs, meta, replayed, unreadable);
  const stream = inputs.find(({ role }) => role === 'stream');
  if (replay !== undefined && stream !== undefined && replay.from < stream.start) {
    const detail = `${stream.topic}: wanted from ${replay.from}, begins at ${stream.start}`;
    faults.push({ code: 'replay-gap', detail });
  }
  return { offsets, replay, faults };
}

/** The part of the stream that the snapshots do not cover, and that a replay up to `replayed` has not seen. */
export function planReplay(
  inputs: readonly (Pick<InputState, 'topic' | 'role'> & Partial<InputState>)[],
  meta: Meta | undefined,
  replayed?: number,
  unreadable = 0,
): ResumePlan['replay'] {
  const streams = inputs.filter(({ role }) => role === 'stream');
  const [stream] = streams;
  // With several streams every change is in the snapshots.
  if (meta === undefined || stream === undefined || streams.length > 1) return undefined;
  const until = meta.offsets[stream.topic] ?? 0;
  if (unreadable > 0) return { from: stream.start ?? 0, until, clock: 0 };
  const from = replayed ?? meta.floor;
  return from < until ? { from, until, clock: meta.floorClock } : undefined;
}
