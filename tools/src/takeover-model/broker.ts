import type { Step } from './explore';
import type { Rules } from './rules';
import {
  changed,
  type Coordinator,
  coordinatorOf,
  type Entry,
  isIdle,
  type Message,
  type Part,
  parts,
  spend,
  type World,
} from './world';

/** The outcome of a request; `wait`: it must be retried. */
interface Answer {
  readonly world: World;
  readonly outcome: 'done' | 'wait' | 'fenced';
}

/** InitProducerId: a new epoch, once the transaction of the older writer is over. */
export function open(world: World, id: number, rules: Rules): Answer & { readonly epoch: number } {
  const coordinator = coordinatorOf(world, id);
  const { epoch, state } = coordinator;
  if (!rules.fences) return { world, outcome: 'done', epoch };
  if (state === 'ongoing') {
    const aborting = abort(world, id);
    return rules.waitsForOldTransaction
      ? { world: aborting, outcome: 'wait', epoch }
      : { world: aborting, outcome: 'done', epoch: epoch + 1 };
  }
  if (!isIdle(coordinator) && rules.waitsForOldTransaction) return { world, outcome: 'wait', epoch };
  const next = change(world, id, {
    epoch: epoch + 1,
    ...(isIdle(coordinator) ? { state: 'empty', ended: -1 } : {}),
  });
  return { world: next, outcome: 'done', epoch: epoch + 1 };
}

/** AddPartitionsToTxn and AddOffsetsToTxn: adds the parts to the transaction, and begins one if there is none. */
export function add(
  world: World,
  { id, epoch }: { readonly id: number; readonly epoch: number },
  wanted: readonly Part[],
): Answer {
  const coordinator = coordinatorOf(world, id);
  if (coordinator.epoch !== epoch) return { world, outcome: 'fenced' };
  if (coordinator.state === 'committing' || coordinator.state === 'aborting')
    return { world, outcome: 'wait' };
  const added = parts.filter((part) => wanted.includes(part) || coordinator.added.includes(part));
  return { world: change(world, id, { state: 'ongoing', added }), outcome: 'done' };
}

/** A request arrives. Its response may never be heard. */
export function handle(before: World, message: Message, { epochPerTransaction }: Rules): Answer {
  const { id, epoch, kind } = message;
  if (kind === 'end' || kind === 'abort') return end(before, message, epochPerTransaction);
  // The leader of a partition knows only the epochs of what was written to it.
  const seen = before.seen[id]?.[kind] ?? 0;
  if (epoch < seen) return { world: before, outcome: 'fenced' };
  // In version 2 the leader adds its partition to the transaction before it accepts anything.
  const added: Answer = epochPerTransaction
    ? add(before, message, [kind])
    : { world: before, outcome: 'done' };
  if (added.outcome !== 'done') return added;
  const { world } = added;
  const after = { ...world, seen: changed(world.seen, id, { [kind]: epoch }) };
  if (kind === 'offsets')
    return { world: change(after, id, { pendingOffset: message.offset }), outcome: 'done' };
  return { world: { ...after, [kind]: [...world[kind], ...message.entries] }, outcome: 'done' };
}

function end(world: World, { id, epoch, kind }: Message, bumps: boolean): Answer {
  const { epoch: present, state, added, ended } = coordinatorOf(world, id);
  if (bumps && kind === 'end' && epoch === ended && epoch !== present) {
    if (state === 'committing') return { world, outcome: 'wait' };
    if (state === 'committed') return { world, outcome: 'done' };
  }
  if (epoch !== present) return { world, outcome: 'fenced' };
  // There is nothing to abort; or the same request has committed it before.
  if (state === (kind === 'abort' ? 'empty' : 'committed')) return { world, outcome: 'done' };
  if (kind === 'end' && state === 'committing') return { world, outcome: 'wait' };
  if (state !== 'ongoing') return { world, outcome: 'fenced' };
  const next = change(world, id, {
    state: kind === 'end' ? 'committing' : 'aborting',
    unmarked: added,
    markerEpoch: epoch,
    ...(bumps ? { epoch: epoch + 1, ended: epoch } : {}),
  });
  return { world: next, outcome: 'done' };
}

/**
 * The coordinator aborts on its own: a newer writer came, or the transaction took too long. No older writer may go on.
 */
function abort(world: World, id: number): World {
  const { epoch, added } = coordinatorOf(world, id);
  return change(world, id, {
    epoch: epoch + 1,
    state: 'aborting',
    unmarked: added,
    markerEpoch: epoch + 1,
    ended: -1,
  });
}

/** What the broker can do on its own: write the next end marker, or abort what takes too long. */
export function brokerSteps(world: World, rules: Rules): readonly Step<World>[] {
  return world.ids.flatMap(({ state, unmarked }, id): readonly Step<World>[] => {
    const late = state === 'ongoing' ? spend(world, 'timeouts') : undefined;
    if (late !== undefined)
      return [{ says: 'the broker aborts the transaction, which takes too long', to: abort(late, id) }];
    const word = state === 'committing' ? 'commit' : 'abort';
    return unmarked.map((part) => ({
      says: `a ${word} marker is written to ${part}`,
      to: mark(world, id, part, rules),
    }));
  });
}

/** An end marker: it ends whatever this id has open in the part. */
function mark(world: World, id: number, part: Part, { epochPerTransaction }: Rules): World {
  const { epoch, state, unmarked, markerEpoch, pendingOffset } = coordinatorOf(world, id);
  const isCommit = state === 'committing';
  // In version 2 a marker already has the epoch of the next transaction.
  const marked = epochPerTransaction ? epoch : markerEpoch;
  const left = unmarked.filter((one) => one !== part);
  const next: World = {
    ...change(world, id, {
      unmarked: left,
      ...(left.length === 0 ? { state: isCommit ? 'committed' : 'empty', added: [], markerEpoch: 0 } : {}),
      ...(part === 'offsets' ? { pendingOffset: -1 } : {}),
    }),
    seen: changed(world.seen, id, { [part]: Math.max(world.seen[id]?.[part] ?? 0, marked) }),
  };
  if (part === 'offsets') {
    const offset = isCommit && pendingOffset >= 0 ? pendingOffset : world.offset;
    return offset < world.offset
      ? { ...next, offset, wrong: 'the committed offset goes back' }
      : { ...next, offset };
  }
  const isOwn = (entry: Entry): boolean => entry.id === id && entry.status === 'open';
  const isStale = isCommit && world[part].some((entry) => isOwn(entry) && entry.epoch !== markerEpoch);
  const status = isCommit ? 'committed' : 'aborted';
  const entries = world[part].map((entry) => (isOwn(entry) ? { ...entry, status } : entry));
  return {
    ...next,
    [part]: entries,
    wrong: isStale ? 'what a fenced writer wrote is committed' : next.wrong,
  };
}

function change(world: World, id: number, to: Partial<Coordinator>): World {
  return { ...world, ids: changed(world.ids, id, to) };
}
