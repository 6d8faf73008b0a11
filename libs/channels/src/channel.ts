import type { Notification } from '@panto/model';
import type { Outcome } from './outcome';
import type { ReadSecret } from './secret';

/** What an attempt to send may use. */
export interface SendContext {
  /** Ends the attempt; every Channel gives up when it is aborted. */
  readonly signal: AbortSignal;
  /** Wall clock at the beginning of the attempt, ms. */
  readonly now: number;
  readonly readSecret: ReadSecret;
  /** Send ids of the recipients whom an earlier attempt reached. */
  readonly reached: readonly string[];
}

/** A way to tell people. One per type, configured by the settings of the process; a spec says to whom. */
export interface Channel<Spec> {
  /** Sends one message. Never throws: a failure is a value. */
  send(notification: Notification, spec: Spec, context: SendContext): Promise<Outcome>;
  /** Lets go of sockets. */
  close(): Promise<void>;
}
