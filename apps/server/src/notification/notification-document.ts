import {
  alertKindValues,
  alertStatusValues,
  deliveryReasonValues,
  notificationDecisionValues,
  notificationReasonValues,
  stateNameValues,
} from '@panto/model';
import { z } from 'zod';
import { instant, named, uuid } from '../http/answer-fields';
import { reasonDocument } from '../state/state-document';

/** The outcome of a decision about a message. */
export const messageOutcomes = [
  'withheld',
  'waiting',
  'retrying',
  'delivered',
  'failed',
  'expired',
  'stale',
  'other',
] as const;

/** The result of the last attempt. */
const attempt = z
  .object({
    attempts: z.int().describe('attempts so far, since the message was last requested'),
    reason: z.enum(deliveryReasonValues).describe('why it was not delivered; none if it was'),
    detail: z.string().describe('the response of the receiver'),
    timestamp: instant.describe('when the last attempt began, or when it was given up'),
  })
  .readonly();

/** A Target that is down, and the worst of its Checks. */
const dependencyDocument = z
  .object({
    target: named.describe('the Target that was down, with its name at that time'),
    check: named.describe('the worst of its Checks'),
    state: z.enum(stateNameValues).describe('State of that Check'),
  })
  .readonly();

/** A message, or the decision not to send one, for people: with names, and with times as RFC 3339. */
export const notificationDocument = z
  .object({
    id: uuid.describe('the send id: the same for all attempts'),
    episode: uuid,
    alert: uuid,
    check: named,
    target: named.nullable(),
    channel: named.nullable().describe('null if no Route took the Alert'),
    route: named.nullable(),
    decision: z.enum(notificationDecisionValues),
    reason: z.enum(notificationReasonValues).describe('the one reason of the decision'),
    silence: named.nullable().describe('the Silence that withholds it, or did until now'),
    acknowledgedBy: z
      .string()
      .nullable()
      .describe('who acknowledged the problem, if that withholds it, or did until now; may be empty'),
    dependency: dependencyDocument
      .nullable()
      .describe('the dependency of the Target that was down, if that withholds it, or did until now'),
    rule: z.string(),
    kind: z.enum(alertKindValues),
    status: z.enum(alertStatusValues),
    state: z.enum(stateNameValues),
    told: z.enum(stateNameValues).nullable().describe('the State that the Channel was told before'),
    title: z.string(),
    text: z.string(),
    reasons: z.array(reasonDocument).readonly(),
    timestamp: instant.describe('timestamp of the Alert'),
    opened: instant.describe('first Alert of the episode'),
    duration: z.int().describe('how long the episode had lasted, ms'),
    version: z.int().describe('version of the configuration of the Check'),
    resend: z.int().describe('how often a person has requested it again'),
    outcome: z.enum(messageOutcomes),
    lastAttempt: attempt.nullable().describe('null if there was no attempt since it was requested'),
  })
  .readonly();

/** A message, or the decision not to send one, for people. */
export type NotificationDocument = z.output<typeof notificationDocument>;

/** The response to a request to send a message again. */
export const resentDocument = z
  .object({ id: uuid, channel: named, title: z.string(), resend: z.int() })
  .readonly();

/** The response to a request to send a message again. */
export type ResentDocument = z.output<typeof resentDocument>;
