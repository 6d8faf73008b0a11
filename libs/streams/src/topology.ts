import type { Decider } from '@panto/decider';

/** One record of a log, as a reader receives it. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Kafka timestamp, ms. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Why its batch could not be decompressed; key and value are null then. It becomes a dead letter. */
  readonly damage?: string;
}

/** A record to write; a stage writes to the partition it read from, so none is named. */
export interface OutRecord {
  readonly topic: string;
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  /** Kafka timestamp, ms. */
  readonly timestamp: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a record means to a stage. */
export type Read<Input> =
  /**
   * An input for the decider of a key; `time` moves the clock of the partition before the input is processed. Only the
   * times of a `stream` count: a table is read as it comes, and would run ahead of the results it is about.
   */
  | { readonly kind: 'input'; readonly key: string; readonly input: Input; readonly time?: number }
  /** Only time. */
  | { readonly kind: 'time'; readonly time: number }
  /** Not for this stage; counted by reason. */
  | { readonly kind: 'skip'; readonly reason: string; readonly time?: number }
  /**
   * Cannot be processed: goes to the dead letters with its reason, original bytes untouched. `key`: it would have been
   * for this key, and may become readable later (its schema becomes known); a replay leaves it out.
   */
  | {
      readonly kind: 'dead';
      readonly reason: string;
      readonly detail: string;
      readonly time?: number;
      readonly key?: string;
    };

/** A topic that a stage reads. */
export interface InputTopic<Memory, Input> {
  /** Full name, with prefix. */
  readonly topic: string;
  /**
   * A `table` (configuration) is read to its current end before the `stream` is started, and from then on always before
   * it.
   */
  readonly role: 'stream' | 'table';
  /** Awaited with every batch before any `read`: the place to fetch unknown schemas. Must not throw for bad bytes. */
  prepare?(records: readonly LogRecord[]): Promise<void>;
  /** Pure. `clock` is the time of the partition so far, ms; the arrival of a record is never before it. */
  read(record: LogRecord, clock: number): Read<Input>;
  /**
   * Streams only: false if the memory of the key lacks what a table must supply first (an unknown Check, an older
   * version). The runtime then reads the tables to their end at that moment, and processes the input in any case.
   */
  ready?(input: Input, memory: Memory): boolean;
}

/** What becomes of an output of the decider. */
export type Write =
  | { readonly kind: 'record'; readonly record: OutRecord }
  /** Reported to metrics and logs only. */
  | { readonly kind: 'note'; readonly reason: string };

/** Encodes and decodes a memory; `decode` throws on unknown bytes, and the stage then starts from its input. */
export interface Codec<Value> {
  encode(value: Value): Buffer;
  decode(bytes: Buffer): Value;
}

/** What changes a memory. */
export type Change =
  /** Records of the stream, and time: a replay of the stream recovers them. */
  | 'stream'
  /** Records of a table: a replay does not know when they came. */
  | 'table'
  /** Outputs: a replay does not decide again, since another version might decide differently. */
  | 'output';

/**
 * A part of a memory with its own records, so that what seldom changes, or must be written at once, is written
 * separately. What only `stream` changed is written at the pace of the snapshots, everything else in the same
 * transaction. Parts are independent: if inputs of the stream and outputs change separate parts, how a memory evolves
 * by an input must not depend on what outputs change.
 */
export interface MemoryPart<Memory> {
  /** Prefix of the keys of its records, `<name>/<key>`; must never change. */
  readonly name: string;
  readonly changedBy: readonly Change[];
  encode(memory: Memory): Buffer;
  /**
   * Where the bytes that many keys share begin in the result of `encode`, up to its end: they are held and written once
   * then.
   */
  commonFrom?(bytes: Buffer): number;
  /** The memory of a key with this part replaced by the bytes; throws on unknown bytes. */
  decode(bytes: Buffer, memory: Memory, key: string): Memory;
}

/** A memory that is kept in one piece. */
export function wholeMemory<Memory>(codec: Codec<Memory>): readonly MemoryPart<Memory>[] {
  return [{ name: 'memory', changedBy: ['stream', 'table', 'output'], ...codec }];
}

/**
 * A stage as a value: what it reads, decides, writes and remembers. Run by the driver in tests, by tasks on a broker.
 */
export interface Topology<Memory, Input, Output> {
  /** Name of the stage: prefix of the consumer group, the transactional ids and the client id. */
  readonly name: string;
  readonly inputs: readonly InputTopic<Memory, Input>[];
  /** Full names of the topics written; each partition of them has this stage as its only transactional writer. */
  readonly outputs: readonly string[];
  /** Full name of the compacted topic that holds its memory. */
  readonly snapshots: string;
  /** Full name of the topic for records that it refuses. */
  readonly deadLetters: string;
  /** Topics among `outputs` to which ticks are passed on. */
  readonly ticksTo: readonly string[];
  readonly decider: Decider<Memory, Input, Output>;
  readonly memory: readonly MemoryPart<Memory>[];
  write(output: Output, key: string): Write;
  /**
   * True if the key can be forgotten: its snapshot becomes a tombstone. Only for memories that decide like the initial
   * one: when a key is dropped depends on the transactions.
   */
  forgettable?(memory: Memory): boolean;
}
