import { notReady, ready, type Readiness, type Runner } from '@panto/service';
import type { Membership, Reader } from '@panto/streams';
import { SinkTask, type SinkContext } from './sink-task';

/** Options of a sink; it opens the reader itself. */
export interface SinkOptions extends Omit<SinkContext, 'reader' | 'onFatal'> {
  readonly tasks: number;
}

/** Stores the topics in ClickHouse: this process's share of the partitions, as assigned by the group. */
export class Sink implements Runner {
  private readonly tasks = new Map<number, SinkTask>();
  private readonly ending = new Map<number, Promise<void>>();
  private readonly listeners: ((error: unknown) => void)[] = [];
  private membership: Membership | undefined;
  private context: SinkContext | undefined;
  private partitions = 0;
  private assigned = false;
  private stopping = false;

  constructor(private readonly options: SinkOptions) {}

  async start(): Promise<void> {
    const { log, sources, group, deadLetterTopic } = this.options;
    const topics = sources.map(({ topic }) => topic);
    const counts = await log.partitionCounts([...topics, deadLetterTopic]);
    this.partitions = Math.max(...counts);
    if (counts.some((count) => count !== this.partitions)) {
      throw new Error(`the topics must have the same number of partitions, but have ${counts.join(', ')}`);
    }
    const reader: Reader = await log.openReader();
    this.context = { ...this.options, reader, onFatal: (error) => this.fail(error) };
    this.membership = await log.join({
      group,
      topics,
      tasks: this.taskCount,
      onAssigned: (wanted) => this.assign(wanted),
      onLost: (error) => this.fail(error),
    });
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await Promise.all([...this.tasks.values()].map((task) => task.drop()));
    await Promise.all(this.ending.values());
    await this.membership?.leave();
    await this.context?.reader.close();
  }

  ready(): Readiness {
    if (!this.assigned) return notReady('waiting for partitions');
    const troubles = [...this.tasks.values()].flatMap(({ trouble }) => trouble ?? []);
    return troubles[0] === undefined ? ready : notReady(troubles[0]);
  }

  onFatal(listener: (error: unknown) => void): void {
    this.listeners.push(listener);
  }

  private get taskCount(): number {
    return Math.min(this.options.tasks, this.partitions);
  }

  private assign(wanted: readonly number[]): void {
    const { context } = this;
    if (this.stopping || context === undefined) return;
    this.assigned = true;
    for (const [id, task] of this.tasks) {
      if (wanted.includes(id)) continue;
      this.tasks.delete(id);
      const over = task.drop().finally(() => {
        if (this.ending.get(id) === over) this.ending.delete(id);
      });
      this.ending.set(id, over);
    }
    for (const id of wanted) {
      if (this.tasks.has(id)) continue;
      const partitions = Array.from({ length: this.partitions }, (_, partition) => partition);
      const task = new SinkTask(
        id,
        partitions.filter((partition) => partition % this.taskCount === id),
        context,
      );
      this.tasks.set(id, task);
      task.start(this.ending.get(id));
    }
    context.logger.info({ tasks: wanted }, 'tasks assigned');
  }

  private fail(error: unknown): void {
    if (!this.stopping) for (const listener of this.listeners) listener(error);
  }
}
