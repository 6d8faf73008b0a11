import type { Logger } from '@panto/service';

/** Logs the beginning and the end of an outage, once each, however many errors it causes. */
export class Outage {
  private since: number | null = null;

  constructor(
    private readonly logger: Logger,
    private readonly what: string,
    private readonly now: () => number,
  ) {}

  /** Whether there is an outage. */
  get on(): boolean {
    return this.since !== null;
  }

  met(error: unknown): void {
    if (this.since === null) this.logger.warn({ error }, `${this.what} fails`);
    else this.logger.debug({ error }, `${this.what} still fails`);
    this.since ??= this.now();
  }

  over(): void {
    if (this.since === null) return;
    const seconds = Math.round((this.now() - this.since) / 1000);
    this.logger.info({ seconds }, `${this.what} works again`);
    this.since = null;
  }
}
