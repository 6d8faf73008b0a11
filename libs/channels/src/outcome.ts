import type { DeliveryReason } from '@panto/model';

/** Why an attempt failed. */
export type FailureReason = Exclude<DeliveryReason, 'none' | 'overflow' | 'interrupted' | 'other'>;

/** The outcome of one attempt to send. Failures are values; nothing here holds a secret. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly detail: string; readonly reached: readonly string[] }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      readonly retriable: boolean;
      /** How long the receiver asks us to wait, ms; null if it does not say. */
      readonly retryAfter: number | null;
      readonly detail: string;
      /** Send ids of the recipients that already have the message, for Channels that send to each one separately. */
      readonly reached: readonly string[];
    };

/** Whether a retry may help: true if the cause lies on the way or on the other side, and may pass. */
export const retriable: Readonly<Record<FailureReason, boolean>> = {
  rateLimited: true,
  serverError: true,
  timeout: true,
  network: true,
  clientError: false,
  authError: false,
  redirected: false,
  refused: false,
  disabled: false,
  misconfigured: false,
};

/** A successful attempt. */
export function delivered(detail: string, reached: readonly string[] = []): Outcome {
  return { kind: 'delivered', detail, reached };
}

/** A failed attempt. */
export function failed(reason: FailureReason, detail: string, retryAfter: number | null = null): Outcome {
  return { kind: 'failed', reason, retriable: retriable[reason], retryAfter, detail, reached: [] };
}
