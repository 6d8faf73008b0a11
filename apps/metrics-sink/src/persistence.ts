import { codeOf, type Logger } from '@panto/service';

/** Shortest and longest wait between two attempts, ms. */
const wait = { least: 200, most: 15_000 };

/** Thrown when somebody asked to stop while something was still being tried. */
export class Stopped extends Error {}

/** Tries until it works or somebody asks to stop: a sink that is away delays what is stored, and loses nothing. */
export class Persistence {
  private readonly waiting = new AbortController();
  private problem: string | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly random: () => number,
  ) {}

  /** What is in the way now; undefined: nothing. */
  get trouble(): string | undefined {
    return this.problem;
  }

  /** True once it was asked to stop. */
  get stopped(): boolean {
    return this.waiting.signal.aborted;
  }

  /** Ends every wait. */
  stop(): void {
    this.waiting.abort();
  }

  /** The outcome of `run`, however often it must be tried; an error that `isFinal` is thrown at once. */
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

  /** Waits a while that grows with the attempts, with jitter. */
  async pause(attempt: number): Promise<void> {
    const longest = Math.min(wait.most, wait.least * 2 ** Math.min(attempt, 10));
    await this.sleep(longest / 2 + (longest / 2) * this.random());
  }

  /** Waits, unless it is or was asked to stop. */
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
