import { defaultPace, type SnapshotPace } from './dirty-keys';
import { type FoldOptions, PartitionFold } from './partition-fold';
import { readSnapshot } from './snapshot';
import { tickKey } from './tick';
import type { InputTopic, LogRecord, OutRecord, Topology } from './topology';

/** A record for the driver; what is left out is null, empty, or partition 0. */
export interface DriverRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly key?: Buffer | string | null;
  readonly value?: Buffer | null;
  /** Kafka timestamp, ms. */
  readonly timestamp: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a driver has committed: enough to go on after a kill. */
export interface DriverState {
  /** Per partition: newest snapshot record by key, and the stream records that they do not cover. */
  readonly partitions: readonly {
    readonly snapshots: ReadonlyMap<string, LogRecord>;
    readonly replay: readonly LogRecord[];
  }[];
  /** Next offset by `topic/partition`. */
  readonly ends: ReadonlyMap<string, number>;
}

/** How a driver runs. */
export interface DriverOptions {
  /** How many partitions; 1 by default. */
  readonly partitions?: number;
  readonly pace?: SnapshotPace;
  /** Most keys of a partition whose memory is at hand; as many as there are by default. */
  readonly warmKeys?: number;
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
  /** Everything buried so far. */
  readonly deadLetters: LogRecord[] = [];
  /** Notes so far, by reason. */
  readonly notes = new Map<string, number>();
  /** Records so far that were not for the stage, by reason. */
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

  /** Whether the topology reads a topic: feed the outputs of one driver into the next with it. */
  reads(topic: string): boolean {
    return this.inputs.has(topic);
  }

  /** Tells records in order, as one transaction; returns what was written, in the order of deciding. */
  feed(records: DriverRecord | readonly DriverRecord[]): readonly LogRecord[] {
    const before = this.outputs.length;
    const list = asList(records);
    list.forEach((record, index) => {
      const partition = this.tell(record);
      const next = list[index + 1];
      if (next === undefined || (next.partition ?? 0) !== partition) this.commit(partition);
    });
    return this.outputs.slice(before);
  }

  /** Time passes: a tick in every partition of the (first) stream. */
  tick(time: number): readonly LogRecord[] {
    const topic = this.topology.inputs.find(({ role }) => role === 'stream')?.topic ?? '';
    return this.feed(
      this.partitions.map((_, partition) => ({ topic, partition, key: tickKey, timestamp: time })),
    );
  }

  /** Kills the stage after it was told records but before it committed them; they come again by `feed`. */
  crash(records: DriverRecord | readonly DriverRecord[] = []): void {
    const ends = new Map(this.ends);
    for (const record of asList(records)) this.tell(record);
    for (const [name, end] of ends) this.ends.set(name, end);
    for (const name of this.ends.keys()) if (!ends.has(name)) this.ends.delete(name);
    this.partitions = this.state().partitions.map((kept, index) => this.open(index, kept));
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

  /** How many keys are remembered. */
  get keys(): number {
    return this.partitions.reduce((sum, { fold }) => sum + fold.size, 0);
  }

  /** Of these, how many are held as bytes. */
  get coldKeys(): number {
    return this.partitions.reduce((sum, { fold }) => sum + fold.cold, 0);
  }

  /** The memory of a key. */
  memoryOf(key: string, partition = 0): Memory {
    return this.at(partition).fold.memoryOf(key);
  }

  private tell(record: DriverRecord): number {
    const input = this.inputs.get(record.topic);
    if (input === undefined) throw new Error(`${this.topology.name} does not read ${record.topic}.`);
    const partition = record.partition ?? 0;
    const told = this.append({ key: null, value: null, ...record }, partition);
    const place = this.at(partition);
    if (input.role === 'stream') place.replay.push(told);
    place.fold.tell(input, told, true);
    return partition;
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

  private append(record: DriverRecord | OutRecord, partition: number): LogRecord {
    const name = `${record.topic}/${partition}`;
    const offset = this.ends.get(name) ?? 0;
    this.ends.set(name, offset + 1);
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
    // Of several streams every change is in the snapshots.
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

function asList(records: DriverRecord | readonly DriverRecord[]): readonly DriverRecord[] {
  return 'topic' in records ? [records] : records;
}

function nothing(): Buffer {
  return Buffer.alloc(0);
}

function addAll(to: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [reason, count] of counts) to.set(reason, (to.get(reason) ?? 0) + count);
}

function foldOptions({ pace = defaultPace, warmKeys = Infinity }: DriverOptions): FoldOptions {
  return { pace, warmKeys: () => warmKeys };
}
