import type { DeliveryReason } from '@panto/model';

/** Why an attempt failed. */
export type FailureReason = Exclude<DeliveryReason, 'none' | 'overflow' | 'interrupted' | 'other'>;

/** What came of one attempt to send. Failures are values; nothing here holds a secret. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly detail: string; readonly reached: readonly string[] }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      readonly retriable: boolean;
      /** How long the other side asks to be left alone, ms; null where it does not say. */
      readonly retryAfter: number | null;
      readonly detail: string;
      /** Send ids of the recipients that have it already, where each is sent to on its own. */
      readonly reached: readonly string[];
    };

/** Whether trying again may help: true where the cause is on the way or on the other side, and may pass. */
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

/** An attempt that arrived. */
export function delivered(detail: string, reached: readonly string[] = []): Outcome {
  return { kind: 'delivered', detail, reached };
}

/** An attempt that did not. */
export function failed(reason: FailureReason, detail: string, retryAfter: number | null = null): Outcome {
  return { kind: 'failed', reason, retriable: retriable[reason], retryAfter, detail, reached: [] };
}
