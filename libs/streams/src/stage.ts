import type { CommitPointHook } from './commit-point';
import { inOrder } from './in-order';
import type { GroupOptions, Log, Membership, Reader } from './log';
import type { Logger } from './logger';
import type { Meter } from './meter';
import type { Restoration } from './restoration';
import type { RunSettings } from './run-settings';
import { Standbys } from './standbys';
import { Task, type TaskContext } from './task';
import { Ticker } from './ticker';
import type { Topology } from './topology';
import { partitionFault, topicsOf } from './topology-topics';
import { Turns } from './turns';
import { withTimeout } from './with-timeout';

/** What a stage is run with. */
export interface StageContext<Memory, Input, Output> {
  readonly topology: Topology<Memory, Input, Output>;
  readonly log: Log;
  readonly settings: RunSettings;
  readonly logger: Logger;
  readonly meter: Meter;
  readonly now: () => number;
  readonly random: () => number;
  readonly onFatal: (error: Error) => void;
  readonly onCommitPoint?: CommitPointHook | undefined;
}

/** How often the watchdog checks and the gauges are set, ms. */
const watchEvery = 2_000;

/** Tasks that are behind by more than this many records must not be slowed down by standbys. */
const idleLag = 20_000;

/** A process joins this long after its start at the latest, even if its standbys are not warm, ms. */
const warmUpWithin = 300_000;

/** One process's share of a stage: the tasks that the group assigns to it, and what watches them. */
export class Stage<Memory, Input, Output> {
  private readonly tasks = new Map<number, Task<Memory, Input, Output>>();
  private readonly ending = new Map<number, Promise<void>>();
  /** Most warm keys of a partition: a share of those of the process. */
  private warmShare: number;
  private readonly warmKeys = (): number => this.warmShare;
  private membership: Promise<Membership> | undefined;
  private joined: Membership | undefined;
  private ticker: Ticker | undefined;
  private standbys: Standbys<Memory, Input, Output> | undefined;
  private joining: Promise<void> | undefined;
  private readonly watches: NodeJS.Timeout[] = [];
  private readonly turns = new Turns();
  private assigned = false;
  private stopping = false;

  constructor(
    private readonly context: StageContext<Memory, Input, Output>,
    private readonly reader: Reader,
    private readonly partitions: number,
  ) {
    this.warmShare = this.warmOf(partitions);
  }

  /** Name of the group, and prefix of the transactional ids. */
  get group(): string {
    return `${this.context.settings.prefix}${this.context.topology.name}`;
  }

  /** Whether it has its assignment and all its tasks process records. */
  get ready(): boolean {
    return this.assigned && !this.stopping && [...this.tasks.values()].every(({ processing }) => processing);
  }

  /** The partitions of this process. */
  get owned(): readonly number[] {
    return [...this.tasks.keys()].flatMap((task) => this.partitionsOf(task));
  }

  /** Joins the group, with standbys as soon as they are warm; tasks begin as they are assigned. */
  async start(): Promise<void> {
    if (this.context.settings.standby) {
      this.standbys = await this.standBy();
      this.joining = this.joinWarm(this.standbys).catch((error: unknown) => this.fail(asError(error)));
    } else await this.join();
    this.watches.push(
      setInterval(() => this.look(), watchEvery),
      setInterval(() => void this.lookAtTopics(), this.context.settings.topicsEvery),
    );
  }

  /** Finishes the transactions in flight and leaves the group. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const watch of this.watches) clearInterval(watch);
    const standbys = this.standbys?.stop();
    // It is awaited below; until then a failure must not count as unhandled.
    standbys?.catch(() => undefined);
    // A step that fails must not keep the others from running: a process that stays a member would hold tasks without
    // working on them.
    await inOrder([
      () => this.joining,
      () => this.ticker?.stop(),
      () => Promise.all([...this.tasks.values()].map((task) => task.drop())),
      () => Promise.all(this.ending.values()),
      () => this.joined?.leave(),
      () => standbys,
      () => this.reader.close(),
    ]);
  }

  private async join(): Promise<void> {
    const { log, settings, topology, now, logger } = this.context;
    const streams = topology.inputs.filter(({ role }) => role === 'stream').map(({ topic }) => topic);
    const options: GroupOptions = {
      group: this.group,
      topics: topology.inputs.map(({ topic }) => topic),
      tasks: this.taskCount,
      onAssigned: (tasks) => this.assign(tasks),
      onLost: (error) => this.fail(error),
    };
    const joining = log.join(options);
    this.membership = joining;
    // A membership that comes too late is useless, and keeps tasks from the others.
    const late = (membership: Membership): Promise<void> => membership.leave();
    this.joined = await withTimeout(settings.callTimeout, `joining ${this.group}`, joining, late);
    if (settings.ticker) {
      const places = (): { topic: string; partition: number }[] =>
        this.owned.flatMap((partition) => streams.map((topic) => ({ topic, partition })));
      this.ticker = new Ticker(await log.openAppender(), places, now, logger);
    }
  }

  /**
   * A task assigned to a cold process would stand still during its restore: others keep theirs until this process is
   * warm.
   */
  private async joinWarm(standbys: Standbys<Memory, Input, Output>): Promise<void> {
    const { logger, topology, now } = this.context;
    const began = now();
    const all = Array.from({ length: this.partitions }, (_, partition) => partition);
    await standbys.warmUp(all, warmUpWithin).catch((error: unknown) => {
      logger.warn({ stage: topology.name, error: String(error) }, 'joining before its standbys are warm');
    });
    if (this.stopping) return;
    logger.info({ stage: topology.name, seconds: (now() - began) / 1000 }, 'standbys are warm; joining');
    await this.join();
  }

  private get taskCount(): number {
    return Math.min(this.context.settings.tasks, this.partitions);
  }

  private partitionsOf(task: number): readonly number[] {
    const all = Array.from({ length: this.partitions }, (_, partition) => partition);
    return all.filter((partition) => partition % this.taskCount === task);
  }

  private assign(wanted: readonly number[]): void {
    if (this.stopping) return;
    this.assigned = true;
    for (const [id, task] of this.tasks) {
      if (wanted.includes(id)) continue;
      this.tasks.delete(id);
      const over = task.drop().finally(() => {
        if (this.ending.get(id) === over) this.ending.delete(id);
      });
      this.ending.set(id, over);
    }
    // A task that stays keeps its memory: its writer reveals whether another process has owned it meanwhile.
    for (const id of wanted) if (!this.tasks.has(id)) this.begin(id);
    this.warmShare = this.warmOf(this.owned.length);
    this.context.logger.info({ stage: this.context.topology.name, tasks: wanted }, 'tasks assigned');
  }

  /** With standbys a process has memories of all partitions, not only of its own. */
  private warmOf(owned: number): number {
    const { warmKeys, standby } = this.context.settings;
    return warmKeys / Math.max(1, standby ? this.partitions : owned);
  }

  private begin(id: number): void {
    const context: TaskContext<Memory, Input, Output> = {
      ...this.context,
      reader: this.reader,
      group: this.group,
      turns: this.turns,
      standbys: this.handOver(id),
      warmKeys: this.warmKeys,
      membership: () => this.membership ?? Promise.reject(new Error('not a member of the group')),
      onFatal: (error) => this.fail(error),
    };
    const task = new Task(id, this.partitionsOf(id), context);
    this.tasks.set(id, task);
    task.start(this.ending.get(id));
  }

  private async standBy(): Promise<Standbys<Memory, Input, Output>> {
    const reader = await this.context.log.openReader();
    const [wanted, idle] = [() => this.elsewhere, () => this.idle];
    return new Standbys({
      ...this.context,
      reader,
      group: this.group,
      warmKeys: this.warmKeys,
      wanted,
      idle,
    });
  }

  /** All tasks process records, and none is far behind; before there are any, there is nothing else to do. */
  private get idle(): boolean {
    if (!this.assigned) return true;
    return this.ready && [...this.tasks.values()].every(({ lag }) => lag <= idleLag);
  }

  /** Partitions of other processes, as far as this one knows. */
  private get elsewhere(): readonly number[] | undefined {
    if (!this.assigned) return undefined;
    const others = Array.from({ length: this.taskCount }, (_, id) => id).filter(
      (id) => !this.tasks.has(id) && !this.ending.has(id),
    );
    return others.flatMap((id) => this.partitionsOf(id));
  }

  private handOver(id: number): ReadonlyMap<number, Restoration<Memory, Input, Output>> {
    const begun = new Map<number, Restoration<Memory, Input, Output>>();
    for (const partition of this.partitionsOf(id)) {
      const restoration = this.standbys?.take(partition);
      if (restoration !== undefined) begun.set(partition, restoration);
    }
    return begun;
  }

  private fail(error: Error): void {
    if (!this.stopping) this.context.onFatal(error);
  }

  /** Sets the gauges, and notices what hangs without an error. */
  private look(): void {
    const { meter, now, settings } = this.context;
    const tasks = [...this.tasks.values()];
    const clocks = tasks.flatMap(({ clock }) => clock ?? []);
    meter.tasks(tasks.length, tasks.filter(({ processing }) => processing).length);
    meter.lagRecords(tasks.reduce((sum, { lag }) => sum + lag, 0));
    meter.lagSeconds(clocks.length === 0 ? 0 : Math.max(0, now() - Math.min(...clocks)) / 1000);
    meter.keys(
      tasks.reduce((sum, { keys }) => sum + keys, 0),
      tasks.reduce((sum, { cold }) => sum + cold, 0),
    );
    meter.restoring(
      tasks.reduce((sum, { restoring }) => sum + restoring.read, 0),
      tasks.reduce((sum, { restoring }) => sum + restoring.left, 0),
    );
    this.standbys?.measure();
    const oldest = performance.now() - settings.stallAfter;
    const silent = [
      ...(this.joined !== undefined && this.joined.heardAt < oldest ? ['the group'] : []),
      ...tasks.filter(({ movedAt }) => movedAt < oldest).map(({ id }) => `task ${id}`),
      ...tasks.filter(({ seenAt }) => seenAt < oldest).map(({ id }) => `the log of task ${id}`),
    ];
    if (silent.length > 0) {
      this.fail(new Error(`silent for more than ${settings.stallAfter} ms: ${silent.join(', ')}`));
    }
  }

  /** Nothing reads partitions that were added, and keys have moved to them: better no stage than half of one. */
  private async lookAtTopics(): Promise<void> {
    const { topology, log, logger, settings } = this.context;
    const topics = topicsOf(topology);
    try {
      const asked = log.partitionCounts(topics);
      const counts = await withTimeout(settings.callTimeout, 'checking the topics', asked);
      const fault = partitionFault(topology.name, topics, counts, this.partitions);
      if (fault !== undefined) this.fail(new Error(fault));
    } catch (error) {
      logger.debug({ stage: topology.name, error: String(error) }, 'topics could not be checked');
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
