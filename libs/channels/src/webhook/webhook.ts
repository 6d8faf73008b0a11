import type { Resolve } from '../guarded-agent';
import { guardedAgent } from '../guarded-agent';
import { addressGuard, type AddressRange } from '../address-guard';
import type { Channel } from '../channel';
import { httpPost } from '../http-post';
import { failed } from '../outcome';
import { MissingSecret } from '../secret';
import { formats } from './formats/format';
import { webhookHeaders } from './sign';
import { isWebAddress, type WebhookSpec } from './spec';

/** Where webhooks may go. */
export interface WebhookSettings {
  /** Internal ranges that are allowed; the metadata services of clouds never are. */
  readonly allowPrivate: readonly AddressRange[];
  /** Maximum wait for a connection, ms. */
  readonly connectTimeout: number;
  /** How names are resolved; by the system unless a test says otherwise. */
  readonly resolve?: Resolve;
}

/** HTTP requests with a body, for chat services or programs; redirects are not followed. */
export function webhookChannel(settings: WebhookSettings): Channel<WebhookSpec> {
  const agent = guardedAgent(addressGuard(settings.allowPrivate), settings.connectTimeout, settings.resolve);
  return {
    async send(notification, spec, { signal, now, readSecret }) {
      try {
        const url = await readSecret(spec.url);
        if (!isWebAddress(url)) return failed('misconfigured', 'url is not an http or https address');
        const secret = spec.secret === undefined ? null : await readSecret(spec.secret);
        const body = JSON.stringify(formats[spec.format](notification));
        const headers = {
          'content-type': 'application/json',
          ...webhookHeaders(notification.id, now, body, secret),
        };
        return await httpPost(agent, { url, headers, body }, signal, now);
      } catch (error) {
        if (error instanceof MissingSecret) return failed('misconfigured', error.message);
        throw error;
      }
    },
    close: () => agent.close(),
  };
}
