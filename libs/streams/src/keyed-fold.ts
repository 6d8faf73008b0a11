import { step } from '@panto/decider';
import { ColdKeys } from './cold-keys';
import { CommonBytes } from './common-bytes';
import { DirtyKeys, type SnapshotPace } from './dirty-keys';
import type { Tally } from './effects';
import type { Entry } from './entry';
import { type PackedPart, packPart } from './packed-part';
import { Prefetch } from './prefetch';
import { SnapshotPieces } from './snapshot-pieces';
import { TimerHeap } from './timer-heap';
import type { Change, OutRecord, Topology } from './topology';
import { UnreadableSnapshot } from './unreadable-snapshot';

/** Where a change comes from, which decides when its key is snapshotted. */
export interface Cause {
  /** Offset of the stream record that is being told; -1 while a table is. */
  readonly offset: number;
  /** Clock before that record, ms. */
  readonly clock: number;
}

/** Where a cold key is due those are made warm, too, that are due so much later, ms: to find them all are looked at. */
const warmUp = 1_000;

/** Most of them at once. */
const warmedAtOnce = 5_000;

/** A timer that is told this often without moving on is disarmed. */
const stuckAfter = 1_000;

/** The memories of a partition by key, their timers and its clock: steps them, and gathers what they say. */
export class KeyedFold<Memory, Input, Output> {
  readonly entries = new Map<string, Entry<Memory>>();
  readonly dirty: DirtyKeys<Entry<Memory>>;
  /** Keys that are held as bytes: restored and not asked for since, or beyond what there is room for. */
  readonly cold: ColdKeys;
  readonly common = new CommonBytes();
  readonly pieces = new SnapshotPieces();
  readonly prefetch: Prefetch<Memory>;
  /** Time of the partition: the newest that the stream has told, ms. */
  clock = 0;
  /** Records are only seen, nothing is said: the phase of restoring. */
  silent = false;
  cause: Cause = { offset: -1, clock: 0 };
  /** What was said since it was last emptied. */
  said: OutRecord[] = [];
  /** Size of the values in it. */
  saidBytes = 0;
  /** Something may be due that was not told, though the clock has come to it: a commit may have come between. */
  owing = false;
  private readonly timers = new TimerHeap<Entry<Memory>>();
  /** The parts of a memory that are changed by something, a bit each. */
  private readonly parts: Readonly<Record<Change, number>>;

  constructor(
    private readonly topology: Topology<Memory, Input, Output>,
    private readonly notes: Tally,
    /** False: every change is snapshotted at once, because a replay could not find it again. */
    private readonly replayable: boolean,
    pace: SnapshotPace,
  ) {
    const changedBy = (change: Change): number =>
      topology.memory.reduce((bits, part, i) => bits | (part.changedBy.includes(change) ? 1 << i : 0), 0);
    this.parts = { stream: changedBy('stream'), table: changedBy('table'), output: changedBy('output') };
    this.dirty = new DirtyKeys(pace, this.parts.stream);
    this.prefetch = new Prefetch(topology.decider, this.entries);
    this.cold = new ColdKeys(topology.memory.length, this.common);
  }

  /**
   * The entry of a key, with its memory; a new one is not kept before it has something to remember. Throws
   * `UnreadableSnapshot`.
   */
  entry(key: string): Entry<Memory> {
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const id = this.coldId(key);
    return id === undefined ? this.blank(key) : this.thaw(id);
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.entries.size + this.cold.size;
  }

  /** Of a cold key the next offset of the stream that it has not seen; of all others 0. */
  coldCovers(key: string): number {
    const id = this.coldId(key);
    return id === undefined ? 0 : this.cold.coversOf(id);
  }

  /** What is cold of a key is forgotten. */
  forgetCold(key: string): void {
    const id = this.coldId(key);
    if (id !== undefined) this.cold.remove(id);
  }

  /** An entry of which nothing is known. */
  blank(key: string): Entry<Memory> {
    return {
      key,
      memory: this.topology.decider.initial(key),
      due: Infinity,
      queued: Infinity,
      place: -1,
      since: -1,
      sinceClock: 0,
      must: 0,
      covers: 0,
      rebuild: false,
    };
  }

  /** Tells a key an input, and then what became due by it; returns what was thrown: nothing has changed then. */
  tell(entry: Entry<Memory>, input: Input): string | undefined {
    const failure = this.step(entry, input);
    this.fire(entry);
    return failure;
  }

  /**
   * Moves the clock on; what is due until then is told first, each at its own time. False: that is more than `atMost`
   * timers, and the clock stands at the last of these; go on with the same time. A commit may come before: no replay finds
   * these timers again then, since the record that they are due before is not among what was taken.
   */
  advance(time: number, atMost = Infinity): boolean {
    if (time <= this.clock && !this.owing) return true;
    this.owing = true;
    const fired: Entry<Memory>[] = [];
    for (let entry = this.nextDue(time); entry !== undefined; entry = this.nextDue(time)) {
      this.clock = Math.max(this.clock, entry.due);
      this.fire(entry);
      if (this.silent) continue;
      fired.push(entry);
      if (fired.length < atMost) continue;
      for (const one of fired) this.keep(one, this.parts.stream);
      return false;
    }
    this.clock = Math.max(this.clock, time);
    this.owing = false;
    return true;
  }

  /** Takes the key that is due first until a time; cold ones are made warm before, no more of them than are needed. */
  private nextDue(time: number): Entry<Memory> | undefined {
    for (;;) {
      const entry = this.timers.takeDue(Math.min(time, this.cold.dueFrom - 1));
      if (entry !== undefined || time < this.cold.dueFrom) return entry;
      for (const id of this.cold.takeDue(time, time + warmUp, warmedAtOnce)) this.thaw(id);
    }
  }

  /** Makes an entry of a cold key. Throws `UnreadableSnapshot`; the key is cold then as before. */
  thaw(id: number): Entry<Memory> {
    const { cold, topology } = this;
    const entry = this.blank(cold.keyOf(id));
    try {
      entry.memory = topology.memory.reduce((memory, part, place) => {
        const bytes = cold.partOf(id, place);
        return bytes === undefined ? memory : part.decode(bytes, memory, entry.key);
      }, entry.memory);
    } catch (error) {
      throw new UnreadableSnapshot(`snapshots of ${entry.key} in ${topology.snapshots}: ${String(error)}`);
    }
    entry.covers = cold.coversOf(id);
    cold.remove(id);
    this.entries.set(entry.key, entry);
    this.arm(entry);
    return entry;
  }

  /** Sets the timer of a key by its memory. */
  arm(entry: Entry<Memory>): void {
    this.timers.arm(entry, this.topology.decider.dueAt?.(entry.memory) ?? Infinity);
  }

  /** Drops a key, and what waits of it: another entry may have its name before long. */
  forget(entry: Entry<Memory>): void {
    this.timers.drop(entry);
    this.dirty.clean(entry);
    this.entries.delete(entry.key);
  }

  /**
   * Makes a key cold whose memory is all in snapshots: it takes a fraction of the room, and some microseconds when the
   * next record of it comes. `packed`: its parts, as far as they are packed already.
   */
  cool(entry: Entry<Memory>, packed: readonly (PackedPart | undefined)[]): void {
    this.cold.tidy();
    const id = this.cold.add(Buffer.from(entry.key));
    this.topology.memory.forEach((part, place) => {
      const one = packed[place] ?? packPart(part, entry.memory, this.common);
      this.cold.put(id, { ...one, place, due: entry.due, covers: entry.covers });
    });
    this.forget(entry);
  }

  /** Makes a key cold without numbers for common bytes: whoever only follows the writer of a partition gives none. */
  coolAlone(entry: Entry<Memory>): void {
    const { memory } = this.topology;
    this.cool(
      entry,
      memory.map((part) => ({ bytes: part.encode(entry.memory), common: undefined })),
    );
  }

  /** An input of the key was refused that could be taken at another time: a replay must not find it again. */
  leaveOut(entry: Entry<Memory>): void {
    this.keep(entry, this.parts.stream);
  }

  private coldId(key: string): number | undefined {
    return this.cold.size === 0 ? undefined : this.cold.find(Buffer.from(key));
  }

  private step(
    entry: Entry<Memory>,
    input: Input,
    decides = !this.silent || entry.rebuild,
  ): string | undefined {
    const { decider } = this.topology;
    try {
      const { memory, outputs } = decides
        ? step(decider, entry.memory, input)
        : { memory: decider.evolve(entry.memory, input), outputs: [] };
      const writes = this.silent ? [] : outputs.map((output) => this.topology.write(output, entry.key));
      if (memory === entry.memory && outputs.length === 0) return undefined;
      entry.memory = memory;
      for (const write of writes) {
        if (write.kind === 'note') this.notes.add(write.reason);
        else {
          this.said.push(write.record);
          this.saidBytes += write.record.value?.length ?? 0;
        }
      }
      this.changed(entry, outputs.length > 0);
      return undefined;
    } catch (error) {
      this.keep(entry, this.parts.stream);
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }

  private changed(entry: Entry<Memory>, said: boolean): void {
    const { offset, clock } = this.cause;
    this.entries.set(entry.key, entry);
    this.arm(entry);
    // What a table changes is written at once: of the stream nothing needs to be replayed for it.
    if (offset >= 0) this.dirty.mark(entry, offset, clock);
    const { stream, table, output } = this.parts;
    const once = offset < 0 ? table : this.replayable ? 0 : stream;
    if (said || once > 0) this.keep(entry, said ? once | output : once);
  }

  /**
   * Parts of the key are snapshotted in this transaction, because a replay would not come to the same memory: it
   * knows neither what was said, nor the tables, nor that a decision failed and its input was left out.
   */
  private keep(entry: Entry<Memory>, parts: number): void {
    if (this.silent) return;
    this.entries.set(entry.key, entry);
    this.dirty.require(entry, parts);
  }

  /** Tells a key the times that are due by now. */
  private fire(entry: Entry<Memory>): void {
    const { tick } = this.topology.decider;
    let stuck = 0;
    while (tick !== undefined && entry.due <= this.clock) {
      const { memory: before, due } = entry;
      const failure = this.pass(entry, tick(due));
      if (this.silent && entry.memory === before) {
        // What was said then is in the snapshot; the next record of the key, or the end of the replay, arms it again.
        this.timers.arm(entry, Infinity);
        return;
      }
      if (failure !== undefined) this.notes.add('timer-failed');
      stuck = entry.due > due ? 0 : failure === undefined ? stuck + 1 : stuckAfter;
      if (stuck < stuckAfter) continue;
      this.notes.add('timer-stuck');
      this.timers.arm(entry, Infinity);
    }
  }

  /** Tells a time. If nobody can decide about it it has passed all the same: a replay, which does not decide, finds that. */
  private pass(entry: Entry<Memory>, tick: Input): string | undefined {
    const failure = this.step(entry, tick);
    if (failure !== undefined) this.step(entry, tick, false);
    return failure;
  }
}
