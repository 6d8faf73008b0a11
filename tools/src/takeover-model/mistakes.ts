import type { Rules } from './rules';
import { type Scale, scales } from './scales';

/** A possible mistake. */
export interface Mistake {
  readonly says: string;
  readonly change: Partial<Rules>;
  /** A small scale that shows its consequence. */
  readonly scale: Scale;
}

const { moveAlarmed, moveAfterOutput, moveWithStandbys, death, deathAfterOutput } = scales;

/** Every mistake; `docs/takeover.md` gives the shortest way from each to its fault. */
export const mistakes: readonly Mistake[] = [
  { says: 'a new owner does not fence the old one', change: { fences: false }, scale: moveAfterOutput },
  {
    says: 'a new owner does not wait for the end of the old transaction',
    change: { waitsForOldTransaction: false },
    scale: moveAfterOutput,
  },
  {
    says: 'every process has its own transactional id',
    change: { oneId: false },
    scale: moveAfterOutput,
  },
  {
    says: 'the committed offset is read before the fence',
    change: { readsBeforeFence: 'offsets' },
    scale: moveAlarmed,
  },
  {
    says: 'snapshots are read before the fence',
    change: { readsBeforeFence: 'snapshots' },
    scale: moveAfterOutput,
  },
  {
    says: 'everything is read before the fence',
    change: { readsBeforeFence: 'everything' },
    scale: moveAfterOutput,
  },
  {
    says: 'a standby takes over with what it has read before the fence',
    change: { finishesStandbys: false },
    scale: moveWithStandbys,
  },
  {
    says: 'uncommitted snapshots are read',
    change: { readsCommitted: false },
    scale: moveAfterOutput,
  },
  { says: 'snapshots are written before the transaction', change: { snapshotsInside: false }, scale: death },
  { says: 'offsets are written after the transaction', change: { offsetsInside: false }, scale: death },
  { says: 'input that no snapshot covers is not replayed', change: { replays: false }, scale: death },
  {
    says: 'the replay decides again, and publishes the result',
    change: { replaysSilently: false },
    scale: death,
  },
  {
    says: 'the memory is kept after an error',
    change: { forgetsAfterError: false },
    scale: deathAfterOutput,
  },
  {
    says: 'the writer is kept after an error: it aborts and goes on',
    change: { newWriterAfterError: false },
    scale: deathAfterOutput,
  },
  {
    says: 'the batch folded ahead is kept after an error',
    change: { dropsBatchAhead: false },
    scale: deathAfterOutput,
  },
];
