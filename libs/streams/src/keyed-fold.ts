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

/** The origin of a change, which decides when its key is snapshotted. */
export interface Cause {
  /** Offset of the stream record being processed; -1 for a table record. */
  readonly offset: number;
  /** Clock before that record, ms. */
  readonly clock: number;
}

/**
 * When a cold key is due, keys that are due up to this much later are warmed too, ms: finding them means scanning all.
 */
const warmUp = 1_000;

/** Most keys warmed at once. */
const warmedAtOnce = 5_000;

/** A timer that fires this often without moving on is disarmed. */
const stuckAfter = 1_000;

/** The memories of a partition by key, their timers and its clock: steps them, and collects their outputs. */
export class KeyedFold<Memory, Input, Output> {
  readonly entries = new Map<string, Entry<Memory>>();
  readonly dirty: DirtyKeys<Entry<Memory>>;
  /** Keys that are held as bytes: restored and not accessed since, or in excess of the warm limit. */
  readonly cold: ColdKeys;
  readonly common = new CommonBytes();
  readonly pieces = new SnapshotPieces();
  readonly prefetch: Prefetch<Memory>;
  /** Time of the partition: the newest in the stream so far, ms. */
  clock = 0;
  /** The phase of restoring: records are only seen, nothing is published. */
  silent = false;
  cause: Cause = { offset: -1, clock: 0 };
  /** The outputs since it was last emptied. */
  said: OutRecord[] = [];
  /** Size of their values. */
  saidBytes = 0;
  /** Some timers may not have fired although the clock has reached them: a commit may have come in between. */
  owing = false;
  private readonly timers = new TimerHeap<Entry<Memory>>();
  /** The parts of a memory that each kind of change affects, one bit each. */
  private readonly parts: Readonly<Record<Change, number>>;

  constructor(
    private readonly topology: Topology<Memory, Input, Output>,
    private readonly notes: Tally,
    /** False: every change is snapshotted at once, because a replay could not recover it. */
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
   * The entry of a key, with its memory; a new one is kept only once it has something to remember. Throws
   * `UnreadableSnapshot`.
   */
  entry(key: string): Entry<Memory> {
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const id = this.coldId(key);
    return id === undefined ? this.blank(key) : this.thaw(id);
  }

  /** Number of keys that are remembered. */
  get size(): number {
    return this.entries.size + this.cold.size;
  }

  /** For a cold key the next offset of the stream that it has not seen; for all others 0. */
  coldCovers(key: string): number {
    const id = this.coldId(key);
    return id === undefined ? 0 : this.cold.coversOf(id);
  }

  /** Forgets the bytes of a cold key. */
  forgetCold(key: string): void {
    const id = this.coldId(key);
    if (id !== undefined) this.cold.remove(id);
  }

  /** An entry with the initial memory. */
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

  /** Applies an input to a key, then fires what became due by it; returns what was thrown: nothing has changed then. */
  tell(entry: Entry<Memory>, input: Input): string | undefined {
    const failure = this.step(entry, input);
    this.fire(entry);
    return failure;
  }

  /**
   * Advances the clock; timers that are due by then fire first, each at its own time. False: there are more than
   * `atMost`, and the clock stands at the last one fired; call again with the same time, possibly after a commit. A
   * replay does not find the timers fired so far, since the record that made them due is not yet processed: their keys
   * are snapshotted.
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

  /** Takes the key that is due first, up to a time; cold keys are warmed before, no more of them than needed. */
  private nextDue(time: number): Entry<Memory> | undefined {
    for (;;) {
      const entry = this.timers.takeDue(Math.min(time, this.cold.dueFrom - 1));
      if (entry !== undefined || time < this.cold.dueFrom) return entry;
      for (const id of this.cold.takeDue(time, time + warmUp, warmedAtOnce)) this.thaw(id);
    }
  }

  /** Makes an entry of a cold key. Throws `UnreadableSnapshot`, and leaves the key cold. */
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

  /** Sets the timer of a key from its memory. */
  arm(entry: Entry<Memory>): void {
    this.timers.arm(entry, this.topology.decider.dueAt?.(entry.memory) ?? Infinity);
  }

  /** Drops a key and everything pending for it: another entry may soon have its name. */
  forget(entry: Entry<Memory>): void {
    this.timers.drop(entry);
    this.dirty.clean(entry);
    this.entries.delete(entry.key);
  }

  /**
   * Makes a key cold whose memory is all in snapshots: it takes a fraction of the space, and some microseconds when the
   * next record of it comes. `packed`: its parts, as far as they are already packed.
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

  /** Makes a key cold without assigning numbers to common bytes: only the writer of a partition assigns them. */
  coolAlone(entry: Entry<Memory>): void {
    const { memory } = this.topology;
    this.cool(
      entry,
      memory.map((part) => ({ bytes: part.encode(entry.memory), common: undefined })),
    );
  }

  /** An input of the key was refused that may be acceptable later: a replay must not process it. */
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
    // A change by a table is written at once, so it needs no replay of the stream.
    if (offset >= 0) this.dirty.mark(entry, offset, clock);
    const { stream, table, output } = this.parts;
    const once = offset < 0 ? table : this.replayable ? 0 : stream;
    if (said || once > 0) this.keep(entry, said ? once | output : once);
  }

  /**
   * Requires parts of the key in the snapshots of this transaction, because a replay would not reach the same memory:
   * it knows neither the outputs, nor the tables, nor that a decision failed and its input was left out.
   */
  private keep(entry: Entry<Memory>, parts: number): void {
    if (this.silent) return;
    this.entries.set(entry.key, entry);
    this.dirty.require(entry, parts);
  }

  /** Fires the timers of a key that are due by now. */
  private fire(entry: Entry<Memory>): void {
    const { tick } = this.topology.decider;
    let stuck = 0;
    while (tick !== undefined && entry.due <= this.clock) {
      const { memory: before, due } = entry;
      const failure = this.pass(entry, tick(due));
      if (this.silent && entry.memory === before) {
        // Its output is in the snapshot; the next record of the key, or the end of the replay, arms it again.
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

  /** Applies a tick. If deciding throws, the time still passes: a replay, which does not decide, sees the same. */
  private pass(entry: Entry<Memory>, tick: Input): string | undefined {
    const failure = this.step(entry, tick);
    if (failure !== undefined) this.step(entry, tick, false);
    return failure;
  }
}
