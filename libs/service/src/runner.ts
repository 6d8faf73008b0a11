import type { Readiness } from './readiness';

/** What a process runs until it is told to stop: a topology on a broker, a sink, an HTTP server. */
export interface Runner {
  /** Resolves when the work has begun; rejects when it cannot begin. */
  start(): Promise<void>;
  /** Finishes the work in progress and stops; safe to call more than once, and before `start` has resolved. */
  stop(): Promise<void>;
  ready(): Readiness;
  /** Registers a listener for an error after which the runner cannot go on. */
  onFatal(listener: (error: unknown) => void): void;
}
