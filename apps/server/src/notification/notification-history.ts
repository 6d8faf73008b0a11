import {
  alertKindValues,
  alertStatusValues,
  deliveryReasonValues,
  notificationDecisionValues,
  notificationReasonValues,
  stateNameValues,
} from '@panto/model';
import { z } from 'zod';
import { reasonDocument } from '../state/state-document';
import { messageOutcomes } from './notification-document';

/** Reasons as stored: JSON, or empty for rows from before they were stored. */
const reasons = z.string().transform((text, context) => {
  if (text === '') return [];
  try {
    return z.array(reasonDocument).parse(JSON.parse(text));
  } catch {
    context.addIssue('its reasons are not valid JSON');
    return z.NEVER;
  }
});
const count = z.coerce.number().int();

/** The dependency that was down: JSON, or empty if none was. */
const dependency = z.string().transform((text, context) => {
  if (text === '') return null;
  try {
    return keptDependency.parse(JSON.parse(text));
  } catch {
    context.addIssue('its dependency is not valid JSON');
    return z.NEVER;
  }
});
const keptDependency = z.object({
  target: z.string(),
  targetName: z.string(),
  check: z.string(),
  checkName: z.string(),
  state: z.enum(stateNameValues).catch('UNKNOWN'),
});

/** A decision about a message, and its outcome since the message was last requested. */
export const keptNotification = z.object({
  id: z.string(),
  episode: z.string(),
  alert: z.string(),
  check: z.string(),
  checkName: z.string(),
  target: z.string().nullable(),
  targetName: z.string().nullable(),
  channel: z.string().nullable(),
  route: z.string().nullable(),
  decision: z.enum(notificationDecisionValues).catch('withhold'),
  reason: z.enum(notificationReasonValues).catch('other'),
  silence: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  dependency,
  rule: z.string(),
  kind: z.enum(alertKindValues).catch('change'),
  status: z.enum(alertStatusValues).catch('firing'),
  state: z.enum(stateNameValues).catch('UNKNOWN'),
  told: z.enum(stateNameValues).nullable().catch(null),
  title: z.string(),
  text: z.string(),
  reasons,
  timestamp: count,
  opened: count,
  duration: count,
  version: count,
  resend: count,
  /** Position of its newest record in the topic. */
  partition: count,
  offset: count,
  outcome: z.enum(messageOutcomes).catch('other'),
  attempts: count,
  failure: z.enum(deliveryReasonValues).catch('other'),
  detail: z.string(),
  /** When the last attempt began; 0: none. */
  attemptedAt: count,
  /** Whether it arrived, this time or any earlier time it was requested. */
  delivered: z.coerce.boolean(),
});

/** A stored decision about a message. */
export type KeptNotification = z.output<typeof keptNotification>;

/** Selects messages. */
export interface NotificationFilter {
  /** Only those that ended without having arrived. */
  readonly undelivered: boolean;
  /** Only those that were decided not to be sent. */
  readonly withheld?: boolean;
  /** UUID of a Check. */
  readonly check?: string | undefined;
  /** UUID of a Channel. */
  readonly channel?: string | undefined;
  /** UUID of an episode. */
  readonly episode?: string | undefined;
  /** Only those decided since, ms. */
  readonly since: number;
  readonly limit: number;
}

/** Decisions about messages and their outcomes, as far as they have been stored. */
export interface NotificationHistory {
  /** Newest first. */
  list(filter: NotificationFilter): Promise<readonly KeptNotification[]>;
  find(id: string): Promise<KeptNotification | undefined>;
}
