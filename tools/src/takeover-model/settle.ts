import type { Rules } from './rules';
import type { Coordinator, Entry, Message, Part, Process, World } from './world';
import { coordinatorOf } from './world';

/**
 * The same world without differences that can never matter again, so that there are fewer states to visit:
 * - a request that will be refused, and whose response nothing waits for, has no effect;
 * - nothing reads what was aborted, except by mistake;
 * - of snapshots, readers need the last memory and the last position (the topic is compacted);
 * - it no longer matters who wrote what is committed;
 * - epochs are only compared, so their ranks are enough. So a history with a hundred takeovers leads to the same states
 *   as one with two, and their number is finite.
 */
export function settle(world: World, { readsCommitted, epochPerTransaction }: Rules): World {
  const isLost = (message: Message): boolean => isRefused(message, world, epochPerTransaction);
  const wire = world.wire.some(isLost) ? world.wire.filter((message) => !isLost(message)) : world.wire;
  const out = worn(valid(world.out));
  const snap = worn(readsCommitted ? compacted(valid(world.snap)) : world.snap);
  const isSame = wire === world.wire && out === world.out && snap === world.snap;
  const tidy = isSame ? world : { ...world, wire, out, snap };
  return world.ids.reduce((last, _, id) => ranked(rested(last, id), id), tidy);
}

function isRefused({ process, kind, id, epoch }: Message, world: World, addsItself: boolean): boolean {
  if (process >= 0) return false;
  // The epoch of a transactional id only grows, and so does the epoch that a leader has seen.
  if (addsItself || kind === 'end' || kind === 'abort') return world.ids[id]?.epoch !== epoch;
  return epoch < (world.seen[id]?.[kind] ?? 0);
}

function valid(entries: readonly Entry[]): readonly Entry[] {
  const isAborted = ({ status }: Entry): boolean => status === 'aborted';
  return entries.some(isAborted) ? entries.filter((entry) => !isAborted(entry)) : entries;
}

function compacted(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length < 2 || entries.some(({ status }) => status === 'open')) return entries;
  const memory = entries.findLastIndex((entry) => entry.memory !== '');
  const kept = entries.filter((_, at) => at === memory || at === entries.length - 1);
  return kept.length === entries.length ? entries : kept;
}

function worn(entries: readonly Entry[]): readonly Entry[] {
  const isWorn = ({ status, id, epoch }: Entry): boolean => status !== 'open' && id + epoch > 0;
  if (!entries.some(isWorn)) return entries;
  return entries.map((entry) => (isWorn(entry) ? { ...entry, id: 0, epoch: 0 } : entry));
}

/** Whether its last transaction was committed matters only to a process that may ask for its end again. */
function rested(world: World, id: number): World {
  const { state } = coordinatorOf(world, id);
  if (state !== 'committed' || world.wire.some((one) => one.kind === 'end' && one.id === id)) return world;
  return withCoordinator(world, id, { state: 'empty', ended: -1 });
}

function ranked(world: World, id: number): World {
  const { epoch: present, unmarked, markerEpoch, ended } = coordinatorOf(world, id);
  const isHeld = ({ at }: Process, index: number): boolean =>
    (world.ids.length === 1 || index === id) && at !== 'off' && at !== 'starting';
  const isOpen = (entry: Entry): boolean => entry.id === id && entry.status === 'open';
  // The epochs in use, one bit each.
  let epochs = bit(present) | (unmarked.length > 0 ? bit(markerEpoch) : 0) | (ended < 0 ? 0 : bit(ended));
  for (const message of world.wire) if (message.id === id) epochs |= bit(message.epoch);
  world.processes.forEach((process, index) => {
    if (isHeld(process, index)) epochs |= bit(process.epoch);
  });
  for (const list of [world.out, world.snap])
    for (const entry of list) if (isOpen(entry)) epochs |= bit(entry.epoch);
  if ((epochs & (epochs + 1)) === 0) return world;

  const rank = (epoch: number): number => ones(epochs & (bit(epoch) - 1));
  const entry = (one: Entry): Entry => (isOpen(one) ? { ...one, epoch: rank(one.epoch) } : one);
  const message = (one: Message): Message =>
    one.id === id ? { ...one, epoch: rank(one.epoch), entries: one.entries.map(entry) } : one;
  const process = (one: Process, index: number): Process =>
    isHeld(one, index) ? { ...one, epoch: rank(one.epoch) } : one;
  // Of what a leader has seen, only the number of epochs it refuses matters.
  const seen = (one: Readonly<Record<Part, number>>): Readonly<Record<Part, number>> => ({
    out: rank(one.out),
    snap: rank(one.snap),
    offsets: rank(one.offsets),
  });
  const next: World = {
    ...world,
    out: world.out.map(entry),
    snap: world.snap.map(entry),
    seen: world.seen.map((one, at) => (at === id ? seen(one) : one)),
    wire: world.wire.map(message),
    processes: world.processes.map(process),
  };
  const marker = unmarked.length > 0 ? rank(markerEpoch) : 0;
  const epoch = { epoch: rank(present), markerEpoch: marker, ended: ended < 0 ? ended : rank(ended) };
  return withCoordinator(next, id, epoch);
}

function withCoordinator(world: World, id: number, change: Partial<Coordinator>): World {
  return { ...world, ids: world.ids.map((one, at) => (at === id ? { ...one, ...change } : one)) };
}

const bit = (epoch: number): number => 1 << epoch;

function ones(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
