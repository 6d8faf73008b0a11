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

/** Reasons as they are stored: as JSON, or empty where they were not stored yet. */
const reasons = z.string().transform((text, context) => {
  if (text === '') return [];
  try {
    return z.array(reasonDocument).parse(JSON.parse(text));
  } catch {
    context.addIssue('its reasons are no JSON of reasons');
    return z.NEVER;
  }
});
const count = z.coerce.number().int();

/** What was down: as JSON, or empty where nothing was. */
const dependency = z.string().transform((text, context) => {
  if (text === '') return null;
  try {
    return keptDependency.parse(JSON.parse(text));
  } catch {
    context.addIssue('its dependency is no JSON of one');
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

/** What is known of a decision about a message, and what became of it since it was last asked for. */
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
  /** Where its newest record stands in the topic. */
  partition: count,
  offset: count,
  outcome: z.enum(messageOutcomes).catch('other'),
  attempts: count,
  failure: z.enum(deliveryReasonValues).catch('other'),
  detail: z.string(),
  /** When the last attempt began; 0: there was none. */
  attemptedAt: count,
  /** Whether it arrived, now or whenever it was asked for. */
  delivered: z.coerce.boolean(),
});

/** What is known of a decision about a message. */
export type KeptNotification = z.output<typeof keptNotification>;

/** Which messages are asked for. */
export interface NotificationFilter {
  /** Only those that ended without having arrived. */
  readonly undelivered: boolean;
  /** Only those that it was decided not to send. */
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

/** What was decided about messages and what became of it, as far as it has been stored. */
export interface NotificationHistory {
  /** The newest first. */
  list(filter: NotificationFilter): Promise<readonly KeptNotification[]>;
  find(id: string): Promise<KeptNotification | undefined>;
}
