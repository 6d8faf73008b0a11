import type { MissedMessage } from '@panto/model';
import { missedMessage, mostMissed } from './channel-memory';
import type { Job, JobOwner } from './job';

/** What a lane needs. */
export interface LaneContext {
  /** Messages under way at the same time. */
  readonly concurrency: number;
  /** Messages that may wait. */
  readonly capacity: number;
  /** A waiting message this old gives way to a newer one of its episode, ms. */
  readonly staleAfter: number;
  readonly now: () => number;
  /** Makes one attempt, in which it also tells of what others missed, and records it. Never rejects. */
  readonly attempt: (job: Job, missed: readonly MissedMessage[]) => Promise<Attempted>;
  /** Ends a job without an attempt. */
  readonly end: (job: Job, why: 'stale' | 'overflow') => void;
}

/** How an attempt ended. */
export type Attempted = (
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly job: Job }
  /** Too old to be told by itself. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed' }
) & {
  /** Until when the other side asks to be left alone, ms: by this message and by every other. */
  readonly quietUntil?: number;
};

/** A message that did not arrive and is to be told of; its owner remembers it over a restart. */
interface Expired {
  readonly message: MissedMessage;
  readonly owner: JobOwner;
}

/**
 * What waits for one Channel. Messages of an episode go one after another, the next only when the one before it is
 * settled, so that an end never overtakes its problem; episodes do not wait for each other.
 */
export class Lane {
  private waiting: Job[] = [];
  private readonly running = new Map<string, { readonly owner: JobOwner; readonly over: Promise<void> }>();
  /** Messages that became too old; the next that arrives tells of them. */
  private expired: readonly Expired[] = [];
  private timer: NodeJS.Timeout | undefined;
  private quietUntil = 0;

  constructor(
    private readonly channel: string,
    private readonly context: LaneContext,
  ) {}

  /** Nothing waits, nothing is under way, and nothing is left to be told of. */
  get idle(): boolean {
    return this.length === 0 && this.expired.length === 0;
  }

  /** Messages that wait or are under way. */
  get length(): number {
    return this.waiting.length + this.running.size;
  }

  /** Takes a message in; a newer one of an episode takes the place of the stale ones before it. */
  add(job: Job): void {
    // What is sent again is not told of in another message, too.
    this.forget(({ message }) => message.id === job.notification.id);
    this.waiting.push(job);
    this.collapse(job.notification.episode);
    if (this.waiting.length > this.context.capacity) {
      const [oldest] = this.waiting.splice(0, 1);
      if (oldest !== undefined) this.giveUp(oldest);
    }
    this.pump();
  }

  /** Takes back messages that are to be told of. */
  restore(missed: readonly MissedMessage[], owner: JobOwner): void {
    this.keep(missed, owner);
  }

  /** Forgets what an owner brought; resolves when nothing of it is under way any more. */
  async withdraw(owner: JobOwner): Promise<void> {
    this.waiting = this.waiting.filter((job) => job.owner !== owner);
    await Promise.all(
      [...this.running.values()].filter((each) => each.owner === owner).map(({ over }) => over),
    );
    this.waiting = this.waiting.filter((job) => job.owner !== owner);
    // The owner remembers it, and whoever has its partition next tells of it.
    this.expired = this.expired.filter((each) => each.owner !== owner);
  }

  /**
   * What is stale gives way to the newest message of its episode, which tells of it in its place. What a person asked
   * to send again is neither: it is sent as what it is.
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

  /** Starts what may start, and comes back when the next is due. */
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
    // setTimeout overflows beyond 2^31 ms; looking once an hour is enough.
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
      // It said in vain what it stood in for.
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

  /** Need not be told of any more. */
  private forget(which: (expired: Expired) => boolean): void {
    const gone = this.expired.filter(which);
    this.expired = this.expired.filter((each) => !gone.includes(each));
    for (const { message, owner } of gone) owner.remember({ channel: this.channel, told: [message.id] });
  }

  /** What is to be tried again goes before what came after it. */
  private putBack(job: Job): void {
    this.waiting.unshift(job);
    this.collapse(job.notification.episode);
  }
}

/** A message, and before it what it stands in for, as a later one tells of them. */
function missedOf({ missed, notification }: Job): readonly MissedMessage[] {
  return [...missed, missedMessage(notification)];
}
