import type { Rules } from './rules';
import type { Batch, Entry, Kind, Message, Part, World } from './world';

/** The writer: a process, under an id and an epoch. */
export interface Writer {
  readonly process: number;
  readonly id: number;
  readonly epoch: number;
}

/** The request that writes a part of a batch, or ends its transaction. */
export function requestOf(writer: Writer, kind: Kind, batch: Batch | null): Message {
  return {
    ...writer,
    kind,
    entries: batch === null ? [] : entriesOf(writer, kind, batch),
    offset: kind === 'offsets' ? (batch?.position ?? -1) : -1,
    last: false,
  };
}

/** The records of a batch in a part. */
export function entriesOf({ id, epoch }: Writer, kind: Kind, batch: Batch): readonly Entry[] {
  const { outputs, snapshot, memory, position } = batch;
  const entry = { id, epoch, status: 'open' } as const;
  if (kind === 'out') return outputs.map((output) => ({ ...entry, memory: output, position: 0 }));
  return kind === 'snap' ? [{ ...entry, memory: snapshot ? memory : '', position }] : [];
}

/** The parts of a transaction. */
export function partsOf({ outputs }: Batch, { snapshotsInside, offsetsInside }: Rules): readonly Part[] {
  return [
    ...(outputs.length > 0 ? (['out'] as const) : []),
    ...(snapshotsInside ? (['snap'] as const) : []),
    ...(offsetsInside ? (['offsets'] as const) : []),
  ];
}

/** The world in which nothing waits for the requests of a process any more; they are still on their way. */
export function orphaned(world: World, process: number): World {
  return {
    ...world,
    wire: world.wire.map((one) => (one.process === process ? { ...one, process: -1 } : one)),
  };
}
