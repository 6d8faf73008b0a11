import { Adoption } from './adoption';
import { deadLetter, type RuntimeDeadReason } from './dead-letter';
import { defaultPace } from './dirty-keys';
import { type Effects, Tally } from './effects';
import type { Entry } from './entry';
import type { FoldOptions } from './fold-options';
import { KeyedFold } from './keyed-fold';
import { type Meta, metaRecord, type SnapshotRead } from './snapshot';
import { takeSnapshots } from './take-snapshots';
import type { Telling } from './telling';
import { tickKey } from './tick';
import type { InputTopic, LogRecord, OutRecord, Read, Topology } from './topology';

/**
 * One partition of a topology: its memory, and the pending writes of the records so far. It is purely a function of the
 * records it receives and the times at which effects are taken; it does no I/O.
 *
 * It is restored first: `adopt` and `remember` for snapshots, `beginReplay` once, then `replay` and `settle`; all but
 * `beginReplay` repeat when more was committed meanwhile, as in a standby. `live` ends that; from then on `tell` and
 * `take`.
 */
export class PartitionFold<Memory, Input, Output> {
  private readonly keys: KeyedFold<Memory, Input, Output>;
  private readonly streams: readonly string[];
  private readonly offsets = new Map<string, number>();
  private readonly counts = {
    taken: new Tally(),
    skipped: new Tally(),
    dead: new Tally(),
    notes: new Tally(),
  };
  private deadLetters: OutRecord[] = [];
  private deadBytes = 0;
  private readonly adoption: Adoption<Memory, Input, Output>;
  private readonly warmKeys: () => number;
  private readonly dueAtOnce: number;
  private changed = false;
  private tick = 0;
  /** Number of outputs when the last tick was passed on: if it is unchanged, that tick can be replaced. */
  private tickEnd = -1;

  constructor(
    private readonly topology: Topology<Memory, Input, Output>,
    readonly partition: number,
    { pace = defaultPace, thaw = 'on-demand', warmKeys = () => Infinity, dueAtOnce = 500 }: FoldOptions = {},
  ) {
    this.warmKeys = warmKeys;
    this.dueAtOnce = dueAtOnce;
    this.streams = topology.inputs.filter(({ role }) => role === 'stream').map(({ topic }) => topic);
    // Two streams have no common order, so a replay of them would not be the same.
    this.keys = new KeyedFold(topology, this.counts.notes, this.streams.length === 1, pace);
    this.adoption = new Adoption(topology, this.keys, thaw, warmKeys);
    const { dueAt, tick } = topology.decider;
    if (dueAt !== undefined && tick === undefined) {
      throw new Error(`The decider of ${topology.name} has dueAt but no tick: give it both.`);
    }
  }

  /** Time of the partition: the newest in the stream so far, ms. */
  get clock(): number {
    return this.keys.clock;
  }

  /** Number of keys that are remembered. */
  get size(): number {
    return this.keys.size;
  }

  /** How many of these are held as bytes. */
  get cold(): number {
    return this.keys.cold.size;
  }

  /** Where the partition stood according to the snapshots; undefined: they do not say. */
  get meta(): Meta | undefined {
    return this.adoption.meta;
  }

  /** The current memory of a key. */
  memoryOf(key: string): Memory {
    return this.keys.entry(key).memory;
  }

  /** Next offset to read of an input topic; undefined before the first record. */
  position(topic: string): number | undefined {
    return this.offsets.get(topic);
  }

  /** Skips offsets without a record for readers (aborted, transaction markers, compacted). */
  moveTo(topic: string, offset: number): void {
    this.offsets.set(topic, Math.max(offset, this.offsets.get(topic) ?? 0));
  }

  /** Processes a record, after the timers that are due by its time. */
  tell(input: InputTopic<Memory, Input>, record: LogRecord, awaited = false): Telling {
    const stream = input.role === 'stream';
    const read = this.read(input, record);
    const entry = read.kind === 'input' ? this.keys.entry(read.key) : undefined;
    if (stream && !awaited && read.kind === 'input' && entry !== undefined) {
      if (input.ready?.(read.input, entry.memory) === false) return 'tables-first';
    }
    this.changed = true;
    this.keys.cause = { offset: stream ? record.offset : -1, clock: this.clock };
    if (stream && read.time !== undefined && !this.keys.advance(read.time, this.dueAtOnce))
      return 'more-is-due';
    this.counts.taken.add(record.topic);
    this.offsets.set(record.topic, record.offset + 1);
    this.route(read, record, entry);
    return 'told';
  }

  /** Prefetches what the next records of a list, from an index on, will need. This affects only speed. */
  prefetch(records: readonly LogRecord[], from: number): void {
    this.keys.prefetch.ofRecords(records, from);
  }

  /** Number of records to write so far, without the snapshots. */
  get recordsToWrite(): number {
    return this.keys.said.length + this.deadLetters.length;
  }

  /** Size of what is to be written so far, without the snapshots. */
  get bytesToWrite(): number {
    return this.keys.saidBytes + this.deadBytes;
  }

  /** What to write in one transaction; undefined if nothing was processed since the last call. */
  take(now: number): Effects | undefined {
    if (!this.changed) return undefined;
    const { deadLetters, counts, keys } = this;
    const records = keys.said;
    // A broker refuses timestamps far ahead of its own time. Our clock may be wrong; the partition's came from brokers.
    const time = this.clock > 0 ? this.clock : now;
    const at = { now, time, position: this.streamPosition(), warmKeys: this.warmKeys() };
    const snapshots = takeSnapshots(this.topology, keys, at);
    snapshots.push(metaRecord(this.topology.snapshots, this.whereabouts(), time));
    keys.said = [];
    keys.saidBytes = 0;
    this.deadLetters = [];
    this.deadBytes = 0;
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

  /** Makes the next effects include snapshots of the oldest changed keys, so that a restart has little to replay. */
  snapshotOldest(atMost: number): void {
    if (this.keys.dirty.requireOldest(atMost)) this.changed = true;
  }

  /** Adopts the records of a snapshot topic, one by one in order; `remember` makes memories of them. */
  adopt(read: Exclude<SnapshotRead, { kind: 'unreadable' }>): void {
    this.adoption.adopt(read);
  }

  /** Makes memories of what was adopted, for `atMost` keys; false: there is more. */
  remember(atMost: number): boolean {
    return this.adoption.remember(atMost);
  }

  /** Number of keys with snapshots that could not be decoded: they are rebuilt from the whole input. */
  unreadable(): number {
    return this.adoption.unreadable;
  }

  /** Snapshots are read; `replay` supplies what they do not cover, from the clock of the floor, until `live`. */
  beginReplay(clock: number): void {
    this.adoption.remember();
    this.keys.silent = true;
    this.keys.clock = clock;
    for (const entry of this.keys.entries.values()) this.keys.arm(entry);
  }

  /** A record whose outputs were written long ago: it is only seen. */
  replay(input: InputTopic<Memory, Input>, record: LogRecord): void {
    const read = this.read(input, record);
    if (input.role === 'stream') {
      this.keys.cause = { offset: record.offset, clock: this.clock };
      if (read.time !== undefined) this.keys.advance(read.time);
    }
    if (!('key' in read) || read.key === undefined) return;
    if (input.role === 'stream' && this.keys.coldCovers(read.key) > record.offset) return;
    const entry = this.keys.entry(read.key);
    const missed = input.role === 'stream' ? entry.covers <= record.offset : entry.rebuild;
    if (!missed) return;
    if (read.kind === 'input') this.keys.tell(entry, read.input);
    else if (this.keys.entries.has(read.key) && !entry.rebuild)
      throw new Error(takenBefore(record, read.reason));
  }

  /** The replay has reached where the snapshots were written, at least for now. */
  settle(): void {
    this.adoption.settle();
  }

  /** The replay is over: from now on records are decided about. `complete`: every snapshot was read. */
  live(complete = true): void {
    this.keys.silent = false;
    // What the replay noted was already counted the first time.
    this.counts.notes.take();
    if (complete) this.keys.common.dropUnnamed();
    if (this.meta !== undefined) this.standAt(this.meta);
    // The process that committed may have fired only some of the timers that were due.
    this.keys.owing = true;
    for (const entry of this.keys.entries.values()) {
      if (entry.rebuild) this.keys.dirty.mark(entry, this.streamPosition(), this.clock);
      this.keys.arm(entry);
      this.adoption.dropIdle(entry);
    }
  }

  private standAt(meta: Meta): void {
    this.keys.clock = Math.max(this.clock, meta.clock);
    this.tick = meta.tick;
    for (const [topic, offset] of Object.entries(meta.offsets)) this.offsets.set(topic, offset);
  }

  private read(input: InputTopic<Memory, Input>, record: LogRecord): Read<Input> {
    if (record.damage !== undefined) return dead('batch-unreadable', record.damage);
    try {
      return input.read(record, this.clock);
    } catch (error) {
      return dead('read-failed', String(error));
    }
  }

  /** `entry`: that of the key, if it was already looked up. */
  private route(read: Read<Input>, record: LogRecord, entry?: Entry<Memory>): void {
    switch (read.kind) {
      case 'time':
        this.passTick();
        return;
      case 'skip':
        this.counts.skipped.add(read.reason);
        return;
      case 'dead':
        if (read.key !== undefined) this.keys.leaveOut(this.keys.entry(read.key));
        this.bury(record, read.reason, read.detail);
        return;
      case 'input': {
        const failure = this.keys.tell(entry ?? this.keys.entry(read.key), read.input);
        if (failure !== undefined) this.bury(record, 'decide-failed', failure);
      }
    }
  }

  private bury(record: LogRecord, reason: string, detail: string): void {
    const { deadLetters, name } = this.topology;
    this.counts.dead.add(reason);
    const letter = deadLetter(deadLetters, name, record, reason, detail);
    this.deadLetters.push(letter);
    this.deadBytes += letter.value?.length ?? 0;
  }

  /** Passes the time on to the next stages, after all earlier outputs. */
  private passTick(): void {
    const { ticksTo } = this.topology;
    const { said } = this.keys;
    if (this.clock <= this.tick || ticksTo.length === 0) return;
    this.tick = this.clock;
    if (said.length === this.tickEnd) said.length -= ticksTo.length;
    for (const topic of ticksTo) said.push({ topic, key: tickKey, value: null, timestamp: this.clock });
    this.tickEnd = said.length;
  }

  private streamPosition(): number {
    return this.offsets.get(this.streams[0] ?? '') ?? 0;
  }

  private whereabouts(): Meta {
    const oldest = this.keys.dirty.oldest();
    return {
      offsets: Object.fromEntries(this.offsets),
      floor: oldest?.since ?? this.streamPosition(),
      floorClock: oldest?.sinceClock ?? this.clock,
      clock: this.clock,
      tick: this.tick,
    };
  }
}

/** Refused records are covered by snapshots; this one was processed, and the memory would silently lack it. */
function takenBefore({ topic, partition, offset }: LogRecord, reason: string): string {
  return `${topic}/${partition}@${offset} was processed, and cannot be read to restore its effects: ${reason}`;
}

function dead(reason: RuntimeDeadReason, detail: string): Read<never> {
  return { kind: 'dead', reason, detail };
}
