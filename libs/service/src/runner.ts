import type { Readiness } from './readiness';

/** What a process runs until it is told to stop: a topology on a broker, a sink, an HTTP server. */
export interface Runner {
  /** Resolves when the work has begun; rejects when it cannot begin. */
  start(): Promise<void>;
  /** Finishes what is in hand and stops; safe to call more than once, and before `start` has resolved. */
  stop(): Promise<void>;
  ready(): Readiness;
  /** Tells of an error after which the runner cannot go on. */
  onFatal(listener: (error: unknown) => void): void;
}
