import { type GroupOptions, LogError, type Membership } from '@panto/streams';
import type { Consumer } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { quickRetry } from './client-config';
import type { KafkaClient } from './kafka-client';
import { kafkaError } from './kafka-error';
import { taskAssigner } from './task-assigner';

/** Timeouts of a membership. */
export interface GroupTiming {
  /** A member that is silent for this long is considered dead, ms. */
  readonly sessionTimeout: number;
  readonly heartbeatInterval: number;
  /** How long a rebalance may wait for members, ms. */
  readonly rebalanceTimeout: number;
}

/**
 * Timing without settings: a process that stalls for some seconds moves no tasks. A member learns of a rebalance from
 * the response to its next heartbeat, and confirms a task with two heartbeats: it stands still for that long.
 */
export const defaultTiming: GroupTiming = {
  sessionTimeout: 10_000,
  heartbeatInterval: 300,
  rebalanceTimeout: 30_000,
};

/** How often kafkajs checks whether a heartbeat is due while there is nothing to fetch, ms. */
const lookEvery = 100;

/** How long an abandoned consumer may take to disconnect, ms: one that hangs never does. */
const farewell = 3_000;

/** After this many consecutive failures to be in the group the membership is lost. */
const attempts = 20;

/**
 * Membership in a group through a kafkajs consumer that never fetches: all its topics are paused. Its heartbeats
 * therefore do not wait for processing, a change of leaders moves no tasks, and our own reader reads the records.
 */
export class KafkaMembership implements Membership {
  heardAt = performance.now();
  private consumer: Consumer | undefined;
  private tasks: readonly number[] = [];
  private generation = -1;
  private failures = 0;
  private left = false;
  private member = false;
  /** When the current consumer was last known to make progress, by the monotonic clock, ms. */
  private movedAt = performance.now();
  /** How far the wall clock is ahead of the monotonic clock, ms. */
  private ahead = Date.now() - performance.now();
  private watch: NodeJS.Timeout | undefined;
  private waiters: { beats: number; readonly resolve: () => void }[] = [];

  constructor(
    private readonly client: KafkaClient,
    private readonly options: GroupOptions,
    private readonly timing: GroupTiming,
  ) {}

  /** Joins; resolves with the first assignment. */
  async join(): Promise<void> {
    const joined = new Promise<void>((resolve) => this.waiters.push({ beats: 1, resolve }));
    this.watch = setInterval(() => this.look(), this.timing.heartbeatInterval);
    await this.enter();
    await joined;
    if (this.left) throw new LogError('unavailable', `joining ${this.options.group} failed`, true);
  }

  confirm(): Promise<void> {
    // The first response may already have been on its way when the other process took over.
    return new Promise((resolve) => this.waiters.push({ beats: 2, resolve }));
  }

  async leave(): Promise<void> {
    this.left = true;
    clearInterval(this.watch);
    // A consumer that hangs never disconnects; but a member that is silent for a session is removed from the group
    // anyway.
    const { sessionTimeout } = this.timing;
    await Promise.race([this.consumer?.disconnect(), sleep(sessionTimeout, undefined, { ref: false })]);
  }

  private async enter(): Promise<void> {
    const { group, topics, tasks } = this.options;
    const consumer = this.client.kafka.consumer({
      groupId: group,
      ...this.timing,
      maxWaitTimeInMs: lookEvery,
      allowAutoTopicCreation: false,
      partitionAssigners: [taskAssigner(tasks, () => ({ tasks: this.tasks, generation: this.generation }))],
      retry: { ...quickRetry, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    this.movedAt = performance.now();
    // An abandoned consumer may still emit events.
    const present = (): boolean => this.consumer === consumer;
    consumer.on('consumer.group_join', ({ payload }) => present() && this.assigned(payload.memberAssignment));
    consumer.on('consumer.heartbeat', ({ payload }) => present() && this.heard(payload.groupGenerationId));
    consumer.on('consumer.crash', ({ payload }) => present() && void this.crashed(payload.error));
    try {
      await consumer.connect();
      // Left meanwhile: it was disconnected before it was connected.
      if (this.hasLeft()) return await consumer.disconnect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      const running = consumer.run({ autoCommit: false, eachBatch: async () => undefined });
      consumer.pause(topics.map((topic) => ({ topic })));
      await running;
    } catch (error) {
      if (present()) await this.crashed(error);
    }
  }

  private assigned(partitions: Readonly<Record<string, readonly number[]>>): void {
    const all = Object.values(partitions).flat();
    this.tasks = [...new Set(all.map((partition) => partition % this.options.tasks))].sort((a, b) => a - b);
    this.failures = 0;
    this.member = true;
    this.heardAt = performance.now();
    this.movedAt = performance.now();
    this.options.onAssigned(this.tasks);
    this.wake(Infinity);
  }

  private heard(generation: number): void {
    this.generation = generation;
    this.heardAt = performance.now();
    this.movedAt = performance.now();
    this.wake(1);
  }

  private wake(beats: number): void {
    for (const waiter of this.waiters) waiter.beats -= beats;
    for (const { resolve } of this.waiters.filter((waiter) => waiter.beats <= 0)) resolve();
    this.waiters = this.waiters.filter((waiter) => waiter.beats > 0);
  }

  /**
   * kafkajs times heartbeats by the wall clock: if that is set back, it sends none until the clock catches up, and the
   * group reassigns the tasks of a member that never learns of it. And if a broker dies in the middle of a join,
   * kafkajs can wait indefinitely for a response that will never come.
   */
  private look(): void {
    const ahead = Date.now() - performance.now();
    const back = this.ahead - ahead;
    this.ahead = ahead;
    const { heartbeatInterval, sessionTimeout, rebalanceTimeout } = this.timing;
    const silence = performance.now() - this.movedAt;
    if (this.member && back >= heartbeatInterval)
      this.giveUp(`the clock was set back by ${Math.round(back)} ms`);
    else if (silence > sessionTimeout + rebalanceTimeout) {
      this.giveUp(`the group has been silent for ${Math.round(silence / 1000)} s`);
    }
  }

  private giveUp(why: string): void {
    if (this.consumer !== undefined) void this.crashed(new LogError('unavailable', why, true));
  }

  /** The consumer has failed: another one replaces it, after a growing pause. */
  private async crashed(error: unknown): Promise<void> {
    if (this.left) return;
    this.member = false;
    this.failures += 1;
    const { group, onLost } = this.options;
    const fault = kafkaError(`membership in ${group}`, error);
    this.client.logger.warn({ group, failures: this.failures, error: fault.message }, 'out of the group');
    const { consumer } = this;
    this.consumer = undefined;
    await Promise.race([
      consumer?.disconnect().catch(() => undefined),
      sleep(farewell, undefined, { ref: false }),
    ]);
    if (this.failures >= attempts || fault.code === 'not-authorised' || fault.code === 'topic-missing') {
      this.left = true;
      clearInterval(this.watch);
      this.wake(Infinity);
      onLost(fault);
      return;
    }
    const pause = Math.min(5_000, 50 * 2 ** this.failures) * (0.5 + Math.random() / 2);
    await sleep(pause);
    if (!this.hasLeft()) await this.enter();
  }

  private hasLeft(): boolean {
    return this.left;
  }
}
