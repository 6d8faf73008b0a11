import { notReady, ready, type Readiness } from './readiness';
import type { Resource } from './resource';

/** How a pulse is felt. */
export interface PulseOptions {
  /** Time between two questions, ms. */
  readonly every: number;
  /** Longest silence until it is told, ms. */
  readonly limit: number;
  readonly now: () => number;
}

/**
 * Asks something outside of the process from time to time, one question at once, and tells whether it answers. What
 * hangs gives no error: only that nobody has answered for long tells it from what has nothing to say.
 */
export class Pulse implements Resource {
  private readonly options: PulseOptions;
  private answered: number;
  private trouble: string | undefined;
  private asking = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly name: string,
    private readonly ask: () => Promise<unknown>,
    options: Partial<PulseOptions> = {},
  ) {
    this.options = { every: 5_000, limit: 20_000, now: Date.now, ...options };
    this.answered = this.options.now();
  }

  /** Begins to ask. */
  start(): Promise<void> {
    this.answered = this.options.now();
    this.timer ??= setInterval(() => void this.beat(), this.options.every).unref();
    return Promise.resolve();
  }

  /** Asks no more; what has been asked is not waited for. */
  stop(): Promise<void> {
    clearInterval(this.timer);
    return Promise.resolve();
  }

  /** Ready, or for how long nobody has answered. */
  look(): Readiness {
    const silence = this.options.now() - this.answered;
    if (silence <= this.options.limit) return ready;
    const why = this.trouble === undefined ? '' : `: ${this.trouble}`;
    return notReady(`has not answered for ${Math.round(silence / 1_000)} s${why}`);
  }

  private async beat(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      await this.ask();
      this.answered = this.options.now();
      this.trouble = undefined;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.asking = false;
    }
  }
}
