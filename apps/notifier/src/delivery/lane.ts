import type { MissedMessage } from '@panto/model';
import { missedMessage, mostMissed } from './channel-memory';
import type { Job, JobOwner } from './job';

/** Dependencies of a lane. */
export interface LaneContext {
  /** Maximum number of messages in flight. */
  readonly concurrency: number;
  /** Maximum number of messages waiting. */
  readonly capacity: number;
  /** Age at which a waiting message is superseded by a newer one of its episode, ms. */
  readonly staleAfter: number;
  readonly now: () => number;
  /** Makes one attempt, whose message also mentions the missed ones, and records it. Never rejects. */
  readonly attempt: (job: Job, missed: readonly MissedMessage[]) => Promise<Attempted>;
  /** Ends a job without an attempt. */
  readonly end: (job: Job, why: 'stale' | 'overflow') => void;
}

/** How an attempt ended. */
export type Attempted = (
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly job: Job }
  /** Too old for a message of its own. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed' }
) & {
  /** Until when the receiver asks not to be contacted, ms: for this message and for all others. */
  readonly quietUntil?: number;
};

/**
 * A message that did not arrive and will be mentioned in a later one; its owner remembers it across restarts.
 */
interface Expired {
  readonly message: MissedMessage;
  readonly owner: JobOwner;
}

/**
 * The queue of one Channel. Messages of an episode go one after another: the next starts only when the
 * previous one is settled, so that a resolved message never overtakes its problem. Episodes do not wait for
 * each other.
 */
export class Lane {
  private waiting: Job[] = [];
  private readonly running = new Map<string, { readonly owner: JobOwner; readonly over: Promise<void> }>();
  /** Messages that became too old; the next one to arrive mentions them. */
  private expired: readonly Expired[] = [];
  private timer: NodeJS.Timeout | undefined;
  private quietUntil = 0;

  constructor(
    private readonly channel: string,
    private readonly context: LaneContext,
  ) {}

  /** Nothing is waiting, in flight, or left to be mentioned. */
  get idle(): boolean {
    return this.length === 0 && this.expired.length === 0;
  }

  /** Number of messages waiting or in flight. */
  get length(): number {
    return this.waiting.length + this.running.size;
  }

  /** Adds a message; it supersedes the stale ones of its episode. */
  add(job: Job): void {
    // A message that is sent again is not also mentioned in another one.
    this.forget(({ message }) => message.id === job.notification.id);
    this.waiting.push(job);
    this.collapse(job.notification.episode);
    if (this.waiting.length > this.context.capacity) {
      const [oldest] = this.waiting.splice(0, 1);
      if (oldest !== undefined) this.giveUp(oldest);
    }
    this.pump();
  }

  /** Restores messages that are to be mentioned. */
  restore(missed: readonly MissedMessage[], owner: JobOwner): void {
    this.keep(missed, owner);
  }

  /** Forgets the jobs of an owner; resolves once none of them is in flight. */
  async withdraw(owner: JobOwner): Promise<void> {
    this.waiting = this.waiting.filter((job) => job.owner !== owner);
    await Promise.all(
      [...this.running.values()].filter((each) => each.owner === owner).map(({ over }) => over),
    );
    this.waiting = this.waiting.filter((job) => job.owner !== owner);
    // The owner remembers them, and the next owner of its partition mentions them.
    this.expired = this.expired.filter((each) => each.owner !== owner);
  }

  /**
   * Stale messages are superseded by the newest one of their episode, which mentions them. Messages that a
   * person asked to send again do neither: they are sent as they are.
   */
  private collapse(episode: string): void {
    const { now, staleAfter, end } = this.context;
    const queue = this.waiting.filter(
      ({ notification }) => notification.episode === episode && notification.resend === 0,
    );
    const last = queue.at(-1);
    const stale = queue.slice(0, -1).filter(({ notification }) => now() - notification.arrival > staleAfter);
    if (last === undefined || stale.length === 0) return;
    for (const job of stale) end(job, 'stale');
    const missed = [...stale.flatMap(missedOf), ...last.missed];
    this.waiting = this.waiting
      .filter((job) => !stale.includes(job))
      .map((job) => (job === last ? { ...job, missed } : job));
  }

  /** Starts whatever can start, and sets a timer for the next due time. */
  private pump(): void {
    clearTimeout(this.timer);
    const { now, concurrency } = this.context;
    const behind = new Set(this.running.keys());
    let next = Infinity;
    for (const job of [...this.waiting]) {
      const { episode } = job.notification;
      if (behind.has(episode)) continue;
      behind.add(episode);
      const dueAt = Math.max(job.progress.dueAt, this.quietUntil);
      if (dueAt > now()) next = Math.min(next, dueAt);
      else if (this.running.size < concurrency) this.start(job);
    }
    // setTimeout overflows beyond 2^31 ms; waking up once an hour is enough.
    if (next < Infinity) this.timer = setTimeout(() => this.pump(), Math.min(next - now(), 3_600_000));
  }

  private start(job: Job): void {
    const { episode } = job.notification;
    this.waiting = this.waiting.filter((each) => each !== job);
    const told = job.notification.resend === 0 ? this.expired : [];
    const messages = told.map(({ message }) => message);
    const over = this.context.attempt(job, messages).then((attempted) => {
      this.running.delete(episode);
      this.quietUntil = Math.max(this.quietUntil, attempted.quietUntil ?? 0);
      if (attempted.kind === 'again') this.putBack(attempted.job);
      if (attempted.kind === 'delivered') this.forget((each) => told.includes(each));
      if (attempted.kind === 'expired') this.keep(missedOf(job), job.owner);
      // It failed, so the messages it mentioned are still missed.
      if (attempted.kind === 'failed') this.keep(job.missed, job.owner);
      this.pump();
    });
    this.running.set(episode, { owner: job.owner, over });
  }

  private giveUp(job: Job): void {
    this.context.end(job, 'overflow');
    this.keep(missedOf(job), job.owner);
  }

  private keep(missed: readonly MissedMessage[], owner: JobOwner): void {
    const all = [...this.expired, ...missed.map((message) => ({ message, owner }))];
    const tooMany = all.slice(0, -mostMissed);
    this.expired = all;
    this.forget((each) => tooMany.includes(each));
  }

  /** These no longer need to be mentioned. */
  private forget(which: (expired: Expired) => boolean): void {
    const gone = this.expired.filter(which);
    this.expired = this.expired.filter((each) => !gone.includes(each));
    for (const { message, owner } of gone) owner.remember({ channel: this.channel, told: [message.id] });
  }

  /** A retry goes before whatever came after it. */
  private putBack(job: Job): void {
    this.waiting.unshift(job);
    this.collapse(job.notification.episode);
  }
}

/** A message preceded by those it replaces, in the form in which a later one mentions them. */
function missedOf({ missed, notification }: Job): readonly MissedMessage[] {
  return [...missed, missedMessage(notification)];
}
