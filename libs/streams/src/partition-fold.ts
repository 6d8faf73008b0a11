import { step } from '@panto/decider';
import { deadLetter, type RuntimeDeadReason } from './dead-letter';
import { defaultPace, DirtyKeys, type Dirtiable, type SnapshotPace } from './dirty-keys';
import { type Effects, Tally } from './effects';
import { type Meta, metaRecord, snapshotRecord, type SnapshotRead } from './snapshot';
import { tickKey } from './tick';
import { type Timed, TimerHeap } from './timer-heap';
import type { InputTopic, LogRecord, OutRecord, Read, Topology } from './topology';

/** What a partition holds of a key. */
interface Entry<Memory> extends Timed, Dirtiable {
  memory: Memory;
  /** While restoring: next offset of the stream that the memory has not seen. */
  covers: number;
  /** While restoring: no snapshot could be read, so what was said is found again by deciding again, silently. */
  rebuild: boolean;
}

/** A timer that is told this often without moving on is disarmed. */
const stuckAfter = 1_000;

/**
 * One partition of a topology: memories by key, clock, timers, and what the records so far want written. Purely
 * a function of the records it is told and the times at which effects are taken; does no I/O.
 */
export class PartitionFold<Memory, Input, Output> {
  private readonly entries = new Map<string, Entry<Memory>>();
  private readonly timers = new TimerHeap<Entry<Memory>>();
  private readonly dirty: DirtyKeys<Entry<Memory>>;
  private readonly streams: readonly string[];
  private readonly offsets = new Map<string, number>();
  private readonly counts = {
    taken: new Tally(),
    skipped: new Tally(),
    dead: new Tally(),
    notes: new Tally(),
  };
  private records: OutRecord[] = [];
  private deadLetters: OutRecord[] = [];
  private changed = false;
  private silent = false;
  private now = 0;
  private tick = 0;
  private found: Meta | undefined;
  /** Length of `records` after the last passed-on tick: if it still is, the tick can be replaced. */
  private tickEnd = -1;
  /** The stream record that is being told, and the clock before it; offset -1 while a table is. */
  private current = { offset: -1, clock: 0 };

  constructor(
    private readonly topology: Topology<Memory, Input, Output>,
    readonly partition: number,
    pace: SnapshotPace = defaultPace,
  ) {
    this.dirty = new DirtyKeys(pace);
    this.streams = topology.inputs.filter(({ role }) => role === 'stream').map(({ topic }) => topic);
    const { dueAt, tick } = topology.decider;
    if (dueAt !== undefined && tick === undefined) {
      throw new Error(`The decider of ${topology.name} has dueAt but no tick: give it both.`);
    }
  }

  /** Time of the partition: the newest that the stream has told, ms. */
  get clock(): number {
    return this.now;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.entries.size;
  }

  /** The memory of a key, as it is now. */
  memoryOf(key: string): Memory {
    return this.entries.get(key)?.memory ?? this.topology.decider.initial(key);
  }

  /** Next offset to be read of an input topic; undefined before the first record. */
  position(topic: string): number | undefined {
    return this.offsets.get(topic);
  }

  /** Records without content for anybody (aborted, transaction markers) were passed. */
  moveTo(topic: string, offset: number): void {
    this.offsets.set(topic, Math.max(offset, this.offsets.get(topic) ?? 0));
  }

  /**
   * Tells a record. False: nothing was done, because the tables must be read up to their end first; tell it
   * again with `awaited`.
   */
  tell(input: InputTopic<Memory, Input>, record: LogRecord, awaited = false): boolean {
    const stream = input.role === 'stream';
    const read = this.read(input, record);
    if (
      stream &&
      !awaited &&
      read.kind === 'input' &&
      input.ready?.(read.input, this.memoryOf(read.key)) === false
    ) {
      return false;
    }
    this.changed = true;
    this.counts.taken.add(record.topic);
    this.offsets.set(record.topic, record.offset + 1);
    this.current = { offset: stream ? record.offset : -1, clock: this.now };
    if (stream && read.time !== undefined) this.advance(read.time);
    this.route(read, record);
    return true;
  }

  /** What is to be written in one transaction; undefined when nothing was told since the last time. */
  take(now: number): Effects | undefined {
    if (!this.changed) return undefined;
    const { records, deadLetters, counts } = this;
    const snapshots = [...this.snapshots(now), metaRecord(this.topology.snapshots, this.whereabouts(), now)];
    this.records = [];
    this.deadLetters = [];
    this.tickEnd = -1;
    this.changed = false;
    return {
      partition: this.partition,
      records,
      deadLetters,
      snapshots,
      offsets: new Map(this.offsets),
      taken: counts.taken.take(),
      skipped: counts.skipped.take(),
      dead: counts.dead.take(),
      notes: counts.notes.take(),
    };
  }

  /** The next effects hold a snapshot of every changed key, so that a restart has nothing to replay. */
  snapshotAll(): void {
    this.dirty.requireAll();
    this.changed = true;
  }

  /** Takes over what a snapshot topic says, record by record in its order. */
  adopt(read: Exclude<SnapshotRead, { kind: 'unreadable' }>): void {
    if (read.kind === 'meta') {
      this.found = read.meta;
      return;
    }
    const entry = this.newEntry(read.key);
    entry.covers = read.covers;
    this.entries.set(read.key, entry);
    if (read.bytes === null) return;
    try {
      entry.memory = this.topology.memory.decode(read.bytes);
    } catch {
      entry.covers = 0;
      entry.rebuild = true;
    }
  }

  /** Where the snapshots say that the partition stood; undefined: they do not. */
  get meta(): Meta | undefined {
    return this.found;
  }

  /** Keys whose snapshot could not be decoded: they are rebuilt from the input. */
  unreadableKeys(): readonly string[] {
    return [...this.entries.values()].filter(({ rebuild }) => rebuild).map(({ key }) => key);
  }

  /** Snapshots are read; stream records from the floor on are told by `replay` until `live`. */
  beginReplay(clock: number): void {
    this.silent = true;
    this.now = clock;
    for (const entry of this.entries.values()) this.arm(entry);
  }

  /** A stream record whose outputs have been written long since: it is only seen. */
  replay(input: InputTopic<Memory, Input>, record: LogRecord): void {
    if (this.streams.length !== 1) return;
    const read = this.read(input, record);
    this.current = { offset: record.offset, clock: this.now };
    if (read.time !== undefined) this.advance(read.time);
    if (read.kind !== 'input') return;
    const entry = this.entries.get(read.key) ?? this.newEntry(read.key);
    if (entry.covers > record.offset) return;
    this.step(entry, read.input);
    this.fire(entry);
  }

  /** The replay is over: from now on records are decided about. */
  live(): void {
    this.silent = false;
    if (this.found !== undefined) this.standAt(this.found);
    for (const entry of this.entries.values()) {
      entry.rebuild = false;
      if (this.topology.forgettable?.(entry.memory) === true && entry.since < 0) this.forget(entry);
    }
    this.changed = false;
  }

  private standAt(meta: Meta): void {
    this.now = Math.max(this.now, meta.clock);
    this.tick = meta.tick;
    for (const [topic, offset] of Object.entries(meta.offsets)) this.offsets.set(topic, offset);
  }

  private read(input: InputTopic<Memory, Input>, record: LogRecord): Read<Input> {
    if (record.damage !== undefined) return this.deadRead('batch-unreadable', record.damage);
    try {
      return input.read(record, this.now);
    } catch (error) {
      return this.deadRead('read-failed', String(error));
    }
  }

  private deadRead(reason: RuntimeDeadReason, detail: string): Read<Input> {
    return { kind: 'dead', reason, detail };
  }

  private route(read: Read<Input>, record: LogRecord): void {
    switch (read.kind) {
      case 'time':
        this.passTick();
        return;
      case 'skip':
        this.counts.skipped.add(read.reason);
        return;
      case 'dead':
        this.bury(record, read.reason, read.detail);
        return;
      case 'input': {
        const entry = this.entries.get(read.key) ?? this.newEntry(read.key);
        const failure = this.step(entry, read.input);
        if (failure !== undefined) this.bury(record, 'decide-failed', failure);
        this.fire(entry);
      }
    }
  }

  private bury(record: LogRecord, reason: string, detail: string): void {
    this.counts.dead.add(reason);
    this.deadLetters.push(deadLetter(this.topology.deadLetters, this.topology.name, record, reason, detail));
  }

  /** Steps a key; returns what was thrown, and then nothing has changed. */
  private step(entry: Entry<Memory>, input: Input): string | undefined {
    const { decider } = this.topology;
    try {
      const { memory, outputs } =
        this.silent && !entry.rebuild
          ? { memory: decider.evolve(entry.memory, input), outputs: [] }
          : step(decider, entry.memory, input);
      const writes = this.silent ? [] : outputs.map((output) => this.topology.write(output, entry.key));
      if (memory === entry.memory && outputs.length === 0) return undefined;
      entry.memory = memory;
      for (const write of writes) {
        if (write.kind === 'record') this.records.push(write.record);
        else this.counts.notes.add(write.reason);
      }
      this.changedKey(entry, outputs.length > 0);
      return undefined;
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
  }

  private changedKey(entry: Entry<Memory>, said: boolean): void {
    this.entries.set(entry.key, entry);
    this.arm(entry);
    this.dirty.mark(entry, Math.max(0, this.current.offset), this.current.clock);
    // A replay knows neither what was said nor the tables, and cannot order two streams: those are kept at once.
    const replayable = !said && this.current.offset >= 0 && this.streams.length === 1;
    if (!this.silent && !replayable) this.dirty.require(entry);
  }

  private arm(entry: Entry<Memory>): void {
    const due = this.topology.decider.dueAt?.(entry.memory) ?? Infinity;
    if (due !== entry.due) this.timers.arm(entry, due);
  }

  /** Moves the clock on; what is due until then is told first, each at its own time. */
  private advance(time: number): void {
    if (time <= this.now) return;
    for (let entry = this.timers.takeDue(time); entry !== undefined; entry = this.timers.takeDue(time)) {
      this.now = Math.max(this.now, entry.due);
      this.fire(entry);
    }
    this.now = time;
  }

  /** Tells a key the times that are due by now. */
  private fire(entry: Entry<Memory>): void {
    const { tick } = this.topology.decider;
    for (let told = 0; tick !== undefined && entry.due <= this.now; told += 1) {
      const failure = this.step(entry, tick(entry.due));
      if (failure === undefined && told < stuckAfter) continue;
      this.counts.notes.add(failure === undefined ? 'timer-stuck' : 'timer-failed');
      this.timers.arm(entry, Infinity);
    }
  }

  /** Tells the next stages the time, after everything that was said before it. */
  private passTick(): void {
    const { ticksTo } = this.topology;
    if (this.now <= this.tick || ticksTo.length === 0) return;
    this.tick = this.now;
    if (this.records.length === this.tickEnd) this.records.length -= ticksTo.length;
    for (const topic of ticksTo) this.records.push({ topic, key: tickKey, value: null, timestamp: this.now });
    this.tickEnd = this.records.length;
  }

  private *snapshots(now: number): Iterable<OutRecord> {
    const covers = this.streamPosition();
    for (const entry of this.dirty.take(now)) {
      const forgettable = this.topology.forgettable?.(entry.memory) === true;
      if (forgettable) this.forget(entry);
      const bytes = forgettable ? null : this.topology.memory.encode(entry.memory);
      yield snapshotRecord(this.topology.snapshots, entry.key, bytes, covers, now);
    }
  }

  private forget(entry: Entry<Memory>): void {
    this.timers.arm(entry, Infinity);
    this.entries.delete(entry.key);
  }

  private streamPosition(): number {
    return this.offsets.get(this.streams[0] ?? '') ?? 0;
  }

  private whereabouts(): Meta {
    const oldest = this.dirty.oldest();
    return {
      offsets: Object.fromEntries(this.offsets),
      floor: oldest?.since ?? this.streamPosition(),
      floorClock: oldest?.sinceClock ?? this.now,
      clock: this.now,
      tick: this.tick,
    };
  }

  private newEntry(key: string): Entry<Memory> {
    return {
      key,
      memory: this.topology.decider.initial(key),
      due: Infinity,
      queued: Infinity,
      since: -1,
      sinceClock: 0,
      covers: 0,
      rebuild: false,
    };
  }
}
