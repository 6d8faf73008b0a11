import type { Notification } from '@panto/model';
import type { Outcome } from './outcome';
import type { ReadSecret } from './secret';

/** The context of an attempt to send. */
export interface SendContext {
  /** Ends the attempt: every Channel gives up when this is aborted. */
  readonly signal: AbortSignal;
  /** Wall clock at the beginning of the attempt, ms. */
  readonly now: number;
  readonly readSecret: ReadSecret;
  /** Send ids of the recipients that an earlier attempt reached. */
  readonly reached: readonly string[];
}

/** A way to notify people. One per type, configured by the settings of the process; a spec gives the recipients. */
export interface Channel<Spec> {
  /** Sends one message. Never throws: a failure is a return value. */
  send(notification: Notification, spec: Spec, context: SendContext): Promise<Outcome>;
  /** Releases sockets. */
  close(): Promise<void>;
}
