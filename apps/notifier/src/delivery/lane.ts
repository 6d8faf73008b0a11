import type { Notification } from '@panto/model';
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
  /** Makes one attempt and records it. Never rejects. */
  readonly attempt: (job: Job) => Promise<Attempted>;
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

/** Most expired messages of a Channel that a later one tells of. */
const mostExpired = 20;

/**
 * What waits for one Channel. Messages of an episode go one after another, the next only when the one before it is
 * settled, so that an end never overtakes its problem; episodes do not wait for each other.
 */
export class Lane {
  private waiting: Job[] = [];
  private readonly running = new Map<string, { readonly owner: JobOwner; readonly over: Promise<void> }>();
  /** Messages that became too old; the next that arrives tells of them. */
  private expired: readonly Notification[] = [];
  private timer: NodeJS.Timeout | undefined;
  private quietUntil = 0;

  constructor(private readonly context: LaneContext) {}

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
    this.expired = this.expired.filter(({ id }) => id !== job.notification.id);
    this.waiting.push(job);
    this.collapse(job.notification.episode);
    if (this.waiting.length > this.context.capacity) {
      const [oldest] = this.waiting.splice(0, 1);
      if (oldest !== undefined) this.giveUp(oldest);
    }
    this.pump();
  }

  /** Forgets what an owner brought; resolves when nothing of it is under way any more. */
  async withdraw(owner: JobOwner): Promise<void> {
    this.waiting = this.waiting.filter((job) => job.owner !== owner);
    await Promise.all(
      [...this.running.values()].filter((each) => each.owner === owner).map(({ over }) => over),
    );
    this.waiting = this.waiting.filter((job) => job.owner !== owner);
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
    const missed = [...stale.flatMap((job) => [...job.missed, job.notification]), ...last.missed];
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
    const over = this.context.attempt({ ...job, missed: [...told, ...job.missed] }).then((attempted) => {
      this.running.delete(episode);
      this.quietUntil = Math.max(this.quietUntil, attempted.quietUntil ?? 0);
      if (attempted.kind === 'again') this.putBack({ ...attempted.job, missed: job.missed });
      if (attempted.kind === 'delivered') this.expired = this.expired.filter((each) => !told.includes(each));
      if (attempted.kind === 'expired') this.keepExpired(job);
      this.pump();
    });
    this.running.set(episode, { owner: job.owner, over });
  }

  private giveUp(job: Job): void {
    this.context.end(job, 'overflow');
    this.keepExpired(job);
  }

  private keepExpired(job: Job): void {
    this.expired = [...this.expired, ...job.missed, job.notification].slice(-mostExpired);
  }

  /** What is to be tried again goes before what came after it. */
  private putBack(job: Job): void {
    this.waiting.unshift(job);
    this.collapse(job.notification.episode);
  }
}
