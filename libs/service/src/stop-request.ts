/** Why a process stops. */
export type StopCause =
  { readonly kind: 'signal'; readonly signal: string } | { readonly kind: 'fatal'; readonly error: unknown };

const signals = ['SIGTERM', 'SIGINT'] as const;

/** Waits for the first reason to stop: a signal, or an error after which the process cannot go on. */
export class StopRequest {
  readonly cause: Promise<StopCause>;
  private decided = false;
  private decide: (cause: StopCause) => void = () => undefined;
  private readonly onSignal = (signal: string): void => this.tell({ kind: 'signal', signal });
  private readonly onError = (error: unknown): void => this.fatal(error);

  constructor() {
    this.cause = new Promise((resolve) => {
      this.decide = resolve;
    });
    for (const signal of signals) process.on(signal, this.onSignal);
    process.on('uncaughtException', this.onError);
    process.on('unhandledRejection', this.onError);
  }

  /** True once there is a reason to stop: nothing more should be opened. */
  get asked(): boolean {
    return this.decided;
  }

  /** Requests a stop because of an error; only the first reason counts. */
  fatal(error: unknown): void {
    this.tell({ kind: 'fatal', error });
  }

  private tell(cause: StopCause): void {
    this.decided = true;
    this.decide(cause);
  }

  /** Stops listening for signals. */
  forget(): void {
    for (const signal of signals) process.off(signal, this.onSignal);
    process.off('uncaughtException', this.onError);
    process.off('unhandledRejection', this.onError);
  }
}
