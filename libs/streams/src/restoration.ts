import { setImmediate as turn } from 'node:timers/promises';
import type { Following, Log, Reader, TopicPartition } from './log';
import type { FoldOptions } from './fold-options';
import { PartitionFold } from './partition-fold';
import { type Range, readRange } from './read-range';
import { planReplay, planResume, type ResumeFault, type ResumePlan } from './resume-plan';
import { readSnapshot, type SnapshotRead } from './snapshot';
import type { InputTopic, LogRecord, Topology } from './topology';

/** What restoring a partition needs. */
export interface RestorationContext<Memory, Input, Output> {
  readonly topology: Topology<Memory, Input, Output>;
  readonly log: Log;
  readonly reader: Reader;
  readonly group: string;
  readonly options: FoldOptions;
  /** Longest silence of the log, ms. */
  readonly patience: number;
}

/** The owner of a restore: at first perhaps a standby, in the end a task. */
export interface RestorationHost {
  /** It is no longer wanted; its progress is void. */
  stopped(): boolean;
  /** It has made progress. */
  moved(): void;
}

/** The outcome of a restore. */
export interface Restored<Memory, Input, Output> {
  readonly fold: PartitionFold<Memory, Input, Output>;
  /** Offset at which each input continues, in the order of the topology. */
  readonly offsets: readonly number[];
  readonly faults: readonly ResumeFault[];
  /** Records read to finish it. */
  readonly records: number;
  /** Whether a standby had done most of it before. */
  readonly warm: boolean;
}

/** Number of snapshots decoded before the rest of the process gets its turn. */
const slice = 500;

/**
 * Brings a new fold to where its partition was committed: snapshots first, then a silent replay of what they do not
 * cover. It can advance any number of times while another process still owns the partition, and is finished by the next
 * owner. Unusable after an error.
 */
export class Restoration<Memory, Input, Output> {
  readonly fold: PartitionFold<Memory, Input, Output>;
  /** Records read so far. */
  records = 0;
  /** Offsets left to read of the topic that is being read. */
  left = 0;
  /** Next offset of the snapshots; undefined: none has been read. */
  private adoptedTo: number | undefined;
  /** Next offset of the stream; undefined: it is not known yet where it begins. */
  private replayedTo: number | undefined;
  private begun = false;
  /** The detail of the first snapshot record that could not be read; undefined: there was none. */
  private unread: string | undefined;
  private advancing: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: RestorationContext<Memory, Input, Output>,
    readonly partition: number,
    private host: RestorationHost,
  ) {
    this.fold = new PartitionFold(context.topology, partition, context.options);
  }

  /** Where its snapshots are. */
  get snapshots(): TopicPartition {
    return { topic: this.context.topology.snapshots, partition: this.partition };
  }

  /** Offsets between what was adopted and an end of the snapshots. */
  behind(end: number): number {
    return Math.max(0, end - (this.adoptedTo ?? 0));
  }

  /** Follows what another process has committed, up to an end of the snapshots. Rejects if it cannot follow. */
  advance(end: number): Promise<void> {
    this.advancing = this.follow(end);
    return this.advancing;
  }

  /**
   * Reads the rest, and makes the fold live. The writer of the task must already be open, so that nothing more is
   * committed meanwhile.
   */
  async finish(host: RestorationHost): Promise<Restored<Memory, Input, Output>> {
    this.host = host;
    const { records: before, fold } = this;
    await this.advancing;
    const warm = this.adoptedTo !== undefined;
    const { topology, log, group } = this.context;
    const places = topology.inputs.map(({ topic }) => ({ topic, partition: this.partition }));
    const committed = await log.committed(group, places);
    const starts = await log.starts(places);
    const [end = 0] = await log.ends([this.snapshots]);
    await this.adoptTo(end);
    const inputs = topology.inputs.map(({ topic, role }, index) => ({
      topic,
      role,
      start: starts[index] ?? 0,
      committed: committed[index],
    }));
    const plan = planResume(inputs, fold.meta, fold.unreadable(), this.replayedTo);
    if (warm) this.refuseFaults(plan);
    this.begin(plan.replay?.clock);
    await this.replay(plan, starts);
    // What was not read may name any of the common bytes.
    fold.live(this.unread === undefined);
    const { offsets } = plan;
    const faults = [...plan.faults, ...this.lost()];
    return { fold, offsets, faults, records: this.records - before, warm };
  }

  private async follow(end: number): Promise<void> {
    const { fold, context } = this;
    await this.adoptTo(end);
    if (fold.unreadable() > 0) throw new Error(`${fold.unreadable()} snapshots cannot be read`);
    const { inputs } = context.topology;
    const streams = inputs.filter(({ role }) => role === 'stream');
    const [stream] = streams;
    // With several streams every change is in the snapshots.
    if (fold.meta !== undefined && stream !== undefined && streams.length === 1) {
      const replay = planReplay(inputs, fold.meta, this.replayedTo);
      this.begin(replay?.clock);
      if (replay !== undefined) await this.tell(stream, replay);
      this.replayedTo = Math.max(this.replayedTo ?? 0, fold.meta.offsets[stream.topic] ?? 0);
    }
    fold.settle();
  }

  private begin(clock = this.fold.meta?.clock ?? 0): void {
    if (!this.begun) this.fold.beginReplay(clock);
    this.begun = true;
  }

  /** Rejects faults that a new restore can repair, or at least report. */
  private refuseFaults({ faults }: ResumePlan): void {
    const fault = faults.find(({ code }) => code === 'snapshot-unreadable' || code === 'replay-gap');
    if (fault !== undefined) throw new Error(`${fault.code}: ${fault.detail}`);
  }

  private lost(): readonly ResumeFault[] {
    return this.unread === undefined ? [] : [{ code: 'snapshot-lost', detail: this.unread }];
  }

  /** Adopts the snapshots up to an end. */
  private async adoptTo(end: number): Promise<void> {
    const { fold, snapshots } = this;
    if (this.adoptedTo === undefined) {
      const [start = 0] = await this.context.log.starts([snapshots]);
      this.adoptedTo = Math.min(start, end);
    }
    if (end < this.adoptedTo)
      throw new Error(`${snapshots.topic} was read to ${this.adoptedTo}, and ends at ${end}`);
    const compacted = { ...snapshots, compacted: true };
    await this.read(compacted, { from: this.adoptedTo, until: end }, (list) => this.adopt(list));
    this.adoptedTo = end;
    while (!fold.remember(slice)) await turn();
  }

  private adopt(records: readonly LogRecord[]): void {
    for (const record of records) {
      const read = readSnapshot(record);
      if (read.kind === 'unreadable') {
        if (this.replayedTo !== undefined) throw new Error(read.detail);
        this.unread ??= read.detail;
        continue;
      }
      this.fold.adopt(read);
      const seen = this.seenBy(read);
      // Every snapshot is at least as new as the transactions before it, unless it was tampered with.
      if (seen !== undefined && seen < (this.replayedTo ?? 0)) {
        throw new Error(`${record.topic}/${record.partition}@${record.offset} goes back to ${seen}`);
      }
    }
  }

  /** Next offset of the stream when a snapshot was written, as far as it is known. */
  private seenBy(read: Exclude<SnapshotRead, { kind: 'unreadable' }>): number | undefined {
    switch (read.kind) {
      case 'part':
        return read.covers;
      case 'meta':
        return read.meta.offsets[this.stream ?? ''];
      case 'common':
      case 'piece':
        return undefined;
    }
  }

  private get stream(): string | undefined {
    return this.context.topology.inputs.find(({ role }) => role === 'stream')?.topic;
  }

  private async replay({ replay, offsets }: ResumePlan, starts: readonly number[]): Promise<void> {
    if (replay === undefined) return;
    const { inputs } = this.context.topology;
    for (const [index, input] of inputs.entries()) {
      // What is rebuilt needs its tables before its stream.
      const range = { from: starts[index] ?? 0, until: offsets[index] ?? 0 };
      if (input.role === 'table' && this.fold.unreadable() > 0) await this.tell(input, range);
    }
    for (const [index, input] of inputs.entries()) {
      const from = Math.max(replay.from, starts[index] ?? 0);
      if (input.role === 'stream') await this.tell(input, { ...replay, from });
    }
  }

  private tell(input: InputTopic<Memory, Input>, range: Range): Promise<void> {
    const compacted = input.role === 'table';
    return this.read({ topic: input.topic, partition: this.partition, compacted }, range, async (list) => {
      await input.prepare?.(list);
      for (const record of list) this.fold.replay(input, record);
    });
  }

  private async read(
    place: Omit<Following, 'offset'>,
    range: Range,
    each: (records: readonly LogRecord[]) => void | Promise<void>,
  ): Promise<void> {
    const { reader, patience } = this.context;
    this.left = Math.max(0, range.until - range.from);
    const limits = { patience, stopped: () => this.host.stopped() };
    await readRange(reader, place, range, limits, async (list) => {
      await each(list);
      this.records += list.length;
      this.left = Math.max(0, range.until - 1 - (list.at(-1)?.offset ?? range.from - 1));
      this.host.moved();
    });
    this.left = 0;
  }
}
