import { codeOf, type Logger } from '@panto/service';

/** Shortest and longest wait between two attempts, ms. */
const wait = { least: 200, most: 15_000 };

/** Thrown if a stop was requested while something was still being retried. */
export class Stopped extends Error {}

/** Retries until success or a requested stop: while ClickHouse is down, storing is delayed and nothing is lost. */
export class Persistence {
  private readonly waiting = new AbortController();
  private problem: string | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly random: () => number,
  ) {}

  /** The current problem; undefined: none. */
  get trouble(): string | undefined {
    return this.problem;
  }

  /** True once a stop was requested. */
  get stopped(): boolean {
    return this.waiting.signal.aborted;
  }

  /** Ends every wait. */
  stop(): void {
    this.waiting.abort();
  }

  /** The result of `run`, retried as often as necessary; an error that `isFinal` is thrown at once. */
  async until<Value>(
    what: string,
    run: () => Promise<Value>,
    isFinal: (error: unknown) => boolean = () => false,
  ): Promise<Value> {
    for (let attempt = 1; ; attempt++) {
      if (this.stopped) throw new Stopped(what);
      try {
        const value = await run();
        this.problem = undefined;
        return value;
      } catch (error) {
        if (isFinal(error)) throw error;
        const message = error instanceof Error ? error.message : String(error);
        this.problem = `${what}: ${message}`;
        this.logger.warn({ code: codeOf(error), attempt, detail: message }, `${what} failed; trying again`);
        await this.pause(attempt);
      }
    }
  }

  /** Waits with jitter, longer with each attempt. */
  async pause(attempt: number): Promise<void> {
    const longest = Math.min(wait.most, wait.least * 2 ** Math.min(attempt, 10));
    await this.sleep(longest / 2 + (longest / 2) * this.random());
  }

  /** Waits, unless a stop is or was requested. */
  sleep(time: number): Promise<void> {
    const { signal } = this.waiting;
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, signal.aborted ? 0 : time);
      signal.addEventListener('abort', end);
    });
  }
}
