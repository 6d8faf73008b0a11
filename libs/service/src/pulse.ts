import { notReady, ready, type Readiness } from './readiness';
import type { Resource } from './resource';

/** How a Pulse asks. */
export interface PulseOptions {
  /** Time between two questions, ms. */
  readonly every: number;
  /** Silence beyond this is reported, ms. */
  readonly limit: number;
  /** Present time, ms, on a clock that is never set. */
  readonly now: () => number;
}

/**
 * Periodically asks a server outside the process, one request at a time, and reports whether it answers. A server that
 * hangs gives no error; only the time since its last answer distinguishes it from one with nothing to say.
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
    this.options = { every: 5_000, limit: 20_000, now: () => performance.now(), ...options };
    this.answered = this.options.now();
  }

  /** Starts asking. */
  start(): Promise<void> {
    this.answered = this.options.now();
    this.timer ??= setInterval(() => void this.beat(), this.options.every).unref();
    return Promise.resolve();
  }

  /** Stops asking, without waiting for an answer in flight. */
  stop(): Promise<void> {
    clearInterval(this.timer);
    return Promise.resolve();
  }

  /** Ready, or how long there has been no answer. */
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
