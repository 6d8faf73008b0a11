import { add, open } from './broker';
import type { Step } from './explore';
import { batches, memoryAt } from './fold';
import { found } from './found';
import { entriesOf, orphaned, partsOf, requestOf, type Writer } from './request';
import type { Setting } from './rules';
import {
  type At,
  type Batch,
  changed,
  coordinatorOf,
  type Kind,
  type Message,
  off,
  type Process,
  spend,
  type World,
} from './world';

type Steps = readonly Step<World>[];

/** A process in a world, and what it can do next. */
export class Worker {
  private readonly self: Process;
  private readonly writer: Writer;

  constructor(
    private readonly world: World,
    private readonly index: number,
    private readonly setting: Setting,
  ) {
    this.self = world.processes[index] ?? off;
    this.writer = { process: index, id: setting.rules.oneId ? 0 : index, epoch: this.self.epoch };
  }

  /** Every step that it can take on its own. */
  steps(): Steps {
    return [...this.next(), ...this.foldAhead(), ...this.repeat(), ...this.giveUp()];
  }

  /** A response has arrived. */
  answered(kind: Kind, outcome: 'done' | 'fenced'): Step<World> {
    if (outcome === 'fenced') return this.fail(`learns from its ${kind} that it is fenced`);
    const unanswered = this.self.unanswered.filter((one) => one !== kind);
    if (kind === 'abort')
      return this.step('has aborted, and starts over', { ...off, at: 'opened', epoch: this.nextEpoch() });
    if (kind === 'end') {
      const heard = 'hears that its transaction is committed';
      const { offsetsInside } = this.setting.rules;
      const epoch = this.nextEpoch();
      return offsetsInside
        ? this.committed(heard, { epoch })
        : this.step(heard, { unanswered, at: 'after', epoch });
    }
    const heard = `hears that its ${kind} is written`;
    // It sends its next request at once: hearing late, or dying before, is the same as a request that arrives late.
    return unanswered.length > 0
      ? this.step(heard, { unanswered })
      : this.send(`${heard}, and asks for the end`, 'ending', [this.request('end')]);
  }

  private step(says: string, change: Partial<Process>, world: World = this.world): Step<World> {
    const to = { ...world, processes: changed(world.processes, this.index, change) };
    return { says: `${this.index === 0 ? 'A' : 'B'} ${says}`, to };
  }

  private next(): Steps {
    const { self } = this;
    switch (self.at) {
      case 'off':
        return this.world.owner === this.index ? [this.start()] : this.standBy();
      case 'starting':
        return this.open();
      case 'opened':
        return [self.offset < 0 ? this.readOffset() : this.restore()];
      case 'offsets-read':
        return [this.restore()];
      case 'restored':
        return [...this.take(), ...this.leave()];
      case 'before':
        return this.writeBefore();
      case 'after':
        return [this.writeAfter()];
      case 'abort':
        return self.unanswered.length > 0 ? [] : [this.send('aborts', 'abort', [this.request('abort')])];
      case 'writing':
      case 'ending':
        return [];
    }
  }

  /** It reads what the other process commits, so that it has nearly everything when it receives the task. */
  private standBy(): Steps {
    if (!this.setting.standbys) return [];
    const { memory, position, covered } = this.found();
    if (position === this.self.position && covered === this.self.covered) return [];
    return [this.step('stands by, and reads what is committed', { memory, position, covered })];
  }

  /** It believes that it owns the task. What it reads now may change before its writer is open. */
  private start(): Step<World> {
    const { readsBeforeFence } = this.setting.rules;
    const readsOffset = readsBeforeFence === 'offsets' || readsBeforeFence === 'everything';
    const readsSnapshots = readsBeforeFence === 'snapshots' || readsBeforeFence === 'everything';
    return this.step(
      `begins the task${readsBeforeFence === 'nothing' ? '' : `, and reads ${readsBeforeFence}`}`,
      {
        at: 'starting',
        offset: readsOffset ? this.world.offset : -1,
        early: readsSnapshots ? this.found() : null,
      },
    );
  }

  private open(): Steps {
    const { world, epoch, outcome } = open(this.world, this.writer.id, this.setting.rules);
    if (outcome === 'done') return [this.step('has its writer open', { at: 'opened', epoch }, world)];
    if (world === this.world) return [];
    return [this.step('asks for its writer, and waits for the end of the old transaction', {}, world)];
  }

  private readOffset(): Step<World> {
    return this.step('reads the committed offset', { at: 'offsets-read', offset: this.world.offset });
  }

  private found(): ReturnType<typeof found> {
    return found(this.world.snap, this.self, this.setting.rules, this.setting.input);
  }

  /** Where snapshots and committed offsets disagree, the snapshots win and an alarm is raised (`planResume`). */
  private restore(): Step<World> {
    const { offset, epoch, early, ...before } = this.self;
    const isDone = before.position > 0 && !this.setting.rules.finishesStandbys;
    const { memory, position, covered, echo } = early ?? (isDone ? before : this.found());
    const change = { at: 'restored', memory, position, covered, echo, early: null, offset: -1 } as const;
    const step = this.step('restores its memory and seeks', change);
    const wrong =
      memory !== memoryAt(position)
        ? `the memory is ${memory || 'empty'} at offset ${position}`
        : position !== offset && this.setting.alarms
          ? `the committed offset is ${offset}, but the memory stands at ${position}`
          : undefined;
    // A fenced process may find anything: it can write nothing.
    const isFenced = coordinatorOf(this.world, this.writer.id).epoch !== epoch;
    return isFenced || wrong === undefined ? step : { says: step.says, to: { ...step.to, wrong } };
  }

  private take(): Steps {
    const { ahead, memory, position, echo } = this.self;
    if (ahead !== null) return this.begin('goes on with the batch that it folded ahead', ahead);
    return batches(memory, position, echo, this.setting.input).flatMap((batch) =>
      this.begin(`folds ${batch.position - position}`, batch),
    );
  }

  /**
   * Folds, begins the transaction and sends all its parts. This is one step, because what lies between affects nothing
   * else: a death in the middle is the same as one before the fold, or as requests that have no effect.
   */
  private begin(says: string, batch: Batch): Steps {
    const { memory, position } = batch;
    const change = { batch, memory, position, ahead: null, echo: [] };
    const { rules } = this.setting;
    if (!rules.snapshotsInside && this.self.at !== 'before')
      return [this.step(says, { ...change, at: 'before' })];
    const parts = partsOf(batch, rules);
    const { world, outcome } = rules.epochPerTransaction
      ? ({ world: this.world, outcome: 'done' } as const)
      : add(this.world, this.writer, parts);
    if (outcome === 'wait') return [];
    if (outcome === 'fenced') return [this.fail('learns, as it begins a transaction, that it is fenced')];
    const requests = parts.map((part) => this.request(part, batch));
    return [this.send(`${says}, and sends ${parts.join(', ')}`, 'writing', requests, change, world)];
  }

  /** While its transaction ends, it folds the next batch. It could do so earlier, without a visible difference. */
  private foldAhead(): Steps {
    const { at, ahead, memory, position } = this.self;
    if (at !== 'ending' || ahead !== null) return [];
    return batches(memory, position, [], this.setting.input).map((batch) =>
      this.step(`folds ${batch.position - position} ahead`, { ahead: batch }),
    );
  }

  /** A mistake: the snapshot is written at once, whatever becomes of the transaction. */
  private writeBefore(): Steps {
    const { batch } = this.self;
    if (batch === null) return [];
    const entries = entriesOf(this.writer, 'snap', batch).map((entry) => ({
      ...entry,
      status: 'committed' as const,
    }));
    return this.within({ ...this.world, snap: [...this.world.snap, ...entries] }).begin(
      'writes its snapshot by itself',
      batch,
    );
  }

  /** A mistake: the offset is written only after the transaction. */
  private writeAfter(): Step<World> {
    const offset = this.self.batch?.position ?? this.world.offset;
    return this.committed('writes its offset by itself', {}, { ...this.world, offset });
  }

  /** The epoch of the next transaction: in version 2 the end of one returns it. */
  private nextEpoch(): number {
    const { epoch } = this.self;
    return this.setting.rules.epochPerTransaction ? coordinatorOf(this.world, this.writer.id).epoch : epoch;
  }

  private committed(says: string, change: Partial<Process> = {}, world: World = this.world): Step<World> {
    const { batch, covered } = this.self;
    const saved = batch?.snapshot === true ? batch.position : covered;
    return this.step(says, { ...change, at: 'restored', unanswered: [], batch: null, covered: saved }, world);
  }

  private request(kind: Kind, batch = this.self.batch): Message {
    return requestOf(this.writer, kind, batch);
  }

  private send(
    says: string,
    at: At,
    requests: readonly Message[],
    change: Partial<Process> = {},
    world: World = this.world,
  ): Step<World> {
    const unanswered = requests.map(({ kind }) => kind);
    return this.step(says, { ...change, at, unanswered }, { ...world, wire: [...world.wire, ...requests] });
  }

  /** No response arrives, so it asks again; its first request is still on its way. */
  private repeat(): Steps {
    const world = spend(this.world, 'repeats');
    if (world === undefined) return [];
    // Duplicate records are detected by their sequence numbers.
    return world.wire
      .filter(({ process, kind }) => process === this.index && (kind === 'offsets' || kind === 'end'))
      .map((message) => {
        const wire = [...world.wire, { ...message, process: -1 }];
        return this.step(`hears nothing of its ${message.kind}, and sends it again`, {}, { ...world, wire });
      });
  }

  /**
   * It is killed, or has waited too long. An abandoned commit goes on without its task: when everything is written, it
   * asks for the end. (If the process was killed, that request never reaches the broker, which is one of the things
   * that can happen to it.)
   */
  private giveUp(): Steps {
    const { self } = this;
    const world = self.at === 'off' ? undefined : spend(this.world, 'deaths');
    if (world === undefined) return [];
    const sent = world.wire;
    const wire =
      self.at === 'writing' ? [...sent, { ...this.request('end'), process: -1, last: true }] : sent;
    return [this.within({ ...world, wire }).fail('gives up')];
  }

  /** Discards everything it has; what it sent is still on its way. */
  private fail(says: string): Step<World> {
    const { memory, position, epoch, ahead, at } = this.self;
    const { rules } = this.setting;
    const world = orphaned(this.world, this.index);
    const isRunning = ['restored', 'writing', 'ending', 'before', 'after'].includes(at);
    if (isRunning && !rules.newWriterAfterError)
      return this.step(says, { ...off, at: 'abort', epoch }, world);
    if (isRunning && !rules.forgetsAfterError) {
      const early = { memory, position, covered: position, echo: [] };
      return this.step(says, { ...off, at: 'starting', offset: position, early }, world);
    }
    return this.step(says, rules.dropsBatchAhead ? off : { ...off, ahead }, world);
  }

  /** It learns that it no longer owns the task: it writes the snapshots that it owes, and leaves. */
  private leave(): Steps {
    const { memory, position, covered, ahead } = this.self;
    if (this.world.owner === this.index || ahead !== null) return [];
    if (covered === position) return [this.step('leaves the task', off)];
    const owed = { outputs: [], memory, snapshot: true, position };
    return this.begin('writes the snapshots that it owes, to leave the task', owed);
  }

  private within(world: World): Worker {
    return new Worker(world, this.index, this.setting);
  }
}
