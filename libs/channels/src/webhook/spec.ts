import { z } from 'zod';
import { secretField } from '../secret';

/** The bodies that a webhook can send. */
export const webhookFormats = ['generic', 'slack', 'mattermost', 'flowdock', 'teams', 'discord'] as const;

/** A body that a webhook can send. */
export type WebhookFormat = (typeof webhookFormats)[number];

const urlField = z
  .string()
  .refine(isWebAddress, 'must be an http or https address, without user and password');

/** Address, body format and signing secret of a webhook. */
export const webhookSpec = z.strictObject({
  type: z.literal('webhook'),
  /** Chat services put their secret into the address; a reference keeps it out of the topics. */
  url: z.union([urlField, ...secretField.options.slice(1)]),
  format: z.enum(webhookFormats).default('generic'),
  /** Signs each request (Standard Webhooks). */
  secret: secretField.optional(),
});

/** The spec of a Channel of type webhook. */
export type WebhookSpec = z.output<typeof webhookSpec>;

/** Whether a text is an address that a webhook can go to. */
export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}
