import { defaultPace, type SnapshotPace } from './dirty-keys';
import type { FoldOptions } from './fold-options';
import { PartitionFold } from './partition-fold';
import { readSnapshot } from './snapshot';
import { tickKey } from './tick';
import type { InputTopic, LogRecord, OutRecord, Topology } from './topology';

/** A record for the driver; omitted fields are null, empty, or partition 0. */
export interface DriverRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly key?: Buffer | string | null;
  readonly value?: Buffer | null;
  /** Kafka timestamp, ms. */
  readonly timestamp: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a driver has committed: enough to continue after a kill. */
export interface DriverState {
  /** Per partition: newest snapshot record by key, and the stream records that the snapshots do not cover. */
  readonly partitions: readonly {
    readonly snapshots: ReadonlyMap<string, LogRecord>;
    readonly replay: readonly LogRecord[];
  }[];
  /** Next offset by `topic/partition`. */
  readonly ends: ReadonlyMap<string, number>;
}

/** Options of a driver. */
export interface DriverOptions {
  /** Number of partitions; 1 by default. */
  readonly partitions?: number;
  readonly pace?: SnapshotPace;
  /** Most warm keys of a partition; no limit by default. */
  readonly warmKeys?: number;
  /** With more due timers than this, they are handled in several transactions; by default in one. */
  readonly dueAtOnce?: number;
  /** False: memories are never encoded and nothing can be restored; for long simulations. */
  readonly recoverable?: boolean;
}

interface Partition<Memory, Input, Output> {
  fold: PartitionFold<Memory, Input, Output>;
  readonly snapshots: Map<string, LogRecord>;
  replay: LogRecord[];
}

/**
 * Runs a topology in memory, without a broker and synchronously: for specs, simulation and backtests. One call of
 * `feed` is one transaction. Tables are whatever has been fed so far, and `prepare` is not called.
 */
export class TopologyDriver<Memory, Input, Output> {
  /** Everything written so far, ticks included. */
  readonly outputs: LogRecord[] = [];
  /** All dead letters so far. */
  readonly deadLetters: LogRecord[] = [];
  /** Notes so far, by reason. */
  readonly notes = new Map<string, number>();
  /** Number of records so far that were not for the stage, by reason. */
  readonly skipped = new Map<string, number>();

  private readonly inputs: ReadonlyMap<string, InputTopic<Memory, Input>>;
  private readonly ends: Map<string, number>;
  private partitions: Partition<Memory, Input, Output>[];
  private readonly topology: Topology<Memory, Input, Output>;

  constructor(
    topology: Topology<Memory, Input, Output>,
    private readonly options: DriverOptions = {},
    state?: DriverState,
  ) {
    this.topology =
      options.recoverable === false
        ? { ...topology, memory: topology.memory.map((part) => ({ ...part, encode: nothing })) }
        : topology;
    this.inputs = new Map(topology.inputs.map((input) => [input.topic, input]));
    this.ends = new Map(state?.ends);
    const empty: DriverState['partitions'] = Array.from({ length: options.partitions ?? 1 }, () => ({
      snapshots: new Map<string, LogRecord>(),
      replay: [],
    }));
    this.partitions = (state?.partitions ?? empty).map((kept, index) => this.open(index, kept));
  }

  /** Whether the topology reads a topic: use it to feed the outputs of one driver into the next. */
  reads(topic: string): boolean {
    return this.inputs.has(topic);
  }

  /** Processes records in order, as one transaction; returns what was written, in the order of deciding. */
  feed(records: DriverRecord | readonly DriverRecord[]): readonly LogRecord[] {
    const before = this.outputs.length;
    const list = asList(records);
    list.forEach((record, index) => {
      this.tell(record);
      const partition = record.partition ?? 0;
      const next = list[index + 1];
      if (next === undefined || (next.partition ?? 0) !== partition) this.commit(partition);
    });
    return this.outputs.slice(before);
  }

  /** Lets time pass: a tick in every partition of the (first) stream. */
  tick(time: number): readonly LogRecord[] {
    const topic = this.topology.inputs.find(({ role }) => role === 'stream')?.topic ?? '';
    return this.feed(
      this.partitions.map((_, partition) => ({ topic, partition, key: tickKey, timestamp: time })),
    );
  }

  /**
   * Kills the stage after it processed records but before it committed them; returns the records to `feed` again,
   * usually all of them. If more than `dueAtOnce` timers are due before them, up to `commits` transactions are
   * committed first, along with the records before them.
   */
  crash(records: DriverRecord | readonly DriverRecord[] = [], commits = Infinity): readonly DriverRecord[] {
    const begins = new Map(this.ends);
    const placed = asList(records).map((record) => ({ record, offset: this.next(record, begins) }));
    let left = commits;
    const mayCommit = (): boolean => (left -= 1) >= 0;
    placed.every(({ record }) => this.tell(record, mayCommit));
    this.partitions = this.state().partitions.map((kept, index) => this.open(index, kept));
    const lost = placed.filter(({ record: { topic, partition = 0 }, offset }) => {
      const { fold } = this.at(partition);
      return offset >= (fold.position(topic) ?? 0);
    });
    // The first of them is the next to be appended.
    for (const { record, offset } of [...lost].reverse()) this.ends.set(nameOf(record), offset);
    return lost.map(({ record }) => record);
  }

  /** What is committed. */
  state(): DriverState {
    if (this.options.recoverable === false) throw new Error('This driver keeps nothing to restore from.');
    return {
      partitions: this.partitions.map(({ snapshots, replay }) => ({
        snapshots: new Map(snapshots),
        replay: [...replay],
      })),
      ends: new Map(this.ends),
    };
  }

  /** Number of keys that are remembered. */
  get keys(): number {
    return this.partitions.reduce((sum, { fold }) => sum + fold.size, 0);
  }

  /** How many of these are held as bytes. */
  get coldKeys(): number {
    return this.partitions.reduce((sum, { fold }) => sum + fold.cold, 0);
  }

  /** The memory of a key. */
  memoryOf(key: string, partition = 0): Memory {
    return this.at(partition).fold.memoryOf(key);
  }

  /** Processes a record; false: some timers due before it did not fire, because nothing more may be committed. */
  private tell(record: DriverRecord, mayCommit = (): boolean => true): boolean {
    const input = this.inputs.get(record.topic);
    if (input === undefined) throw new Error(`${this.topology.name} does not read ${record.topic}.`);
    const partition = record.partition ?? 0;
    const told = this.append({ key: null, value: null, ...record }, partition);
    const place = this.at(partition);
    if (input.role === 'stream') place.replay.push(told);
    while (place.fold.tell(input, told, true) === 'more-is-due') {
      if (this.options.dueAtOnce === undefined) continue;
      if (!mayCommit()) return false;
      this.commit(partition);
    }
    return true;
  }

  private commit(partition: number): void {
    const place = this.at(partition);
    const effects = place.fold.take(place.fold.clock);
    if (effects === undefined) return;
    for (const record of effects.records) this.outputs.push(this.append(record, partition));
    for (const record of effects.deadLetters) this.deadLetters.push(this.append(record, partition));
    addAll(this.notes, effects.notes);
    addAll(this.skipped, effects.skipped);
    if (this.options.recoverable === false) {
      place.replay = [];
      return;
    }
    for (const record of effects.snapshots) {
      const kept = this.append(record, partition);
      // The newest last, as in a log.
      place.snapshots.delete(String(kept.key));
      place.snapshots.set(String(kept.key), kept);
      const read = readSnapshot(kept);
      if (read.kind === 'meta') place.replay = place.replay.filter(({ offset }) => offset >= read.meta.floor);
    }
  }

  /** The offset that a record will have, counting on from `ends`. */
  private next(record: DriverRecord, ends: Map<string, number>): number {
    const name = nameOf(record);
    const offset = ends.get(name) ?? 0;
    ends.set(name, offset + 1);
    return offset;
  }

  private append(record: DriverRecord | OutRecord, partition: number): LogRecord {
    const offset = this.next({ ...record, partition }, this.ends);
    const { topic, timestamp, key = null, value = null, headers = {} } = record;
    const bytes = typeof key === 'string' ? Buffer.from(key) : key;
    return { topic, partition, offset, timestamp, key: bytes, value, headers };
  }

  private open(index: number, kept: DriverState['partitions'][number]): Partition<Memory, Input, Output> {
    const fold = new PartitionFold(this.topology, index, foldOptions(this.options));
    for (const record of kept.snapshots.values()) {
      const read = readSnapshot(record);
      if (read.kind !== 'unreadable') fold.adopt(read);
    }
    const committed = fold.meta;
    const replay = kept.replay.filter(({ topic, offset }) => offset < (committed?.offsets[topic] ?? 0));
    fold.beginReplay(committed?.floorClock ?? 0);
    // With several streams every change is in the snapshots.
    const streams = this.topology.inputs.filter(({ role }) => role === 'stream').length;
    for (const record of streams === 1 ? replay : []) {
      const input = this.inputs.get(record.topic);
      if (input !== undefined && record.offset >= (committed?.floor ?? 0)) fold.replay(input, record);
    }
    fold.live();
    return { fold, snapshots: new Map(kept.snapshots), replay };
  }

  private at(partition: number): Partition<Memory, Input, Output> {
    const found = this.partitions[partition];
    if (found === undefined)
      throw new Error(`There is no partition ${partition}: see DriverOptions.partitions.`);
    return found;
  }
}

function nameOf({ topic, partition = 0 }: DriverRecord): string {
  return `${topic}/${partition}`;
}

function asList(records: DriverRecord | readonly DriverRecord[]): readonly DriverRecord[] {
  return 'topic' in records ? [records] : records;
}

function nothing(): Buffer {
  return Buffer.alloc(0);
}

function addAll(to: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [reason, count] of counts) to.set(reason, (to.get(reason) ?? 0) + count);
}

function foldOptions({ pace = defaultPace, warmKeys = Infinity, dueAtOnce }: DriverOptions): FoldOptions {
  return { pace, warmKeys: () => warmKeys, ...(dueAtOnce === undefined ? {} : { dueAtOnce }) };
}
