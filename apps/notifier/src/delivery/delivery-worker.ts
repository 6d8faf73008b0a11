import { topicName } from '@panto/model';
import type { Log, Membership, Reader } from '@panto/streams';
import { DeliveryTask, type DeliveryTaskContext } from './delivery-task';

/** Dependencies of a worker. */
export interface DeliveryWorkerContext extends Omit<DeliveryTaskContext, 'reader' | 'group'> {
  readonly log: Log;
  /** Partition p belongs to task p mod tasks; all processes must agree. */
  readonly tasks: number;
}

/** The share of one process in the delivery: the tasks assigned to it by the group. */
export class DeliveryWorker {
  private readonly tasks = new Map<number, DeliveryTask>();
  private readonly ending = new Map<number, Promise<void>>();
  private membership: Membership | undefined;
  private reader: Reader | undefined;
  private assigned = false;
  private stopping = false;

  constructor(private readonly context: DeliveryWorkerContext) {}

  /** The consumer group that shares the work. */
  get group(): string {
    return `${this.context.prefix}notifier-delivery`;
  }

  /** Whether it has its assignment and hands out notifications. */
  get ready(): boolean {
    return this.assigned && !this.stopping && [...this.tasks.values()].every(({ processing }) => processing);
  }

  /** Joins the group; tasks start as they are assigned. */
  async start(): Promise<void> {
    const { log, prefix, onFatal } = this.context;
    const notifications = topicName(prefix, 'notifications');
    const [partitions = 0] = await log.partitionCounts([notifications]);
    const tasks = Math.min(this.context.tasks, partitions);
    this.reader = await log.openReader();
    const context = { ...this.context, reader: this.reader, group: this.group };
    this.membership = await log.join({
      group: this.group,
      topics: [notifications],
      tasks,
      onAssigned: (wanted) => this.assign(wanted, { partitions, tasks }, context),
      onLost: onFatal,
    });
  }

  /** Waits for the attempts in flight, records them, and leaves the group. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.tasks.values()].map((task) => task.drop()));
    await Promise.all(this.ending.values());
    await this.membership?.leave();
    await this.reader?.close();
  }

  private assign(
    wanted: readonly number[],
    all: { readonly partitions: number; readonly tasks: number },
    context: DeliveryTaskContext,
  ): void {
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
    const numbers = Array.from({ length: all.partitions }, (_, partition) => partition);
    for (const id of wanted) {
      if (this.tasks.has(id)) continue;
      const task = new DeliveryTask(id, numbers.filter((partition) => partition % all.tasks === id), context); // prettier-ignore
      this.tasks.set(id, task);
      task.start(this.ending.get(id));
    }
  }
}
