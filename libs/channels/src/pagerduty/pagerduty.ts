import { event } from '@pagerduty/pdjs';
import type { Channel, SendContext } from '../channel';
import { outcomeOfError } from '../failure';
import { outcomeOfStatus } from '../http-status';
import { failed, type Outcome } from '../outcome';
import { MissingSecret } from '../secret';
import { pagerdutyEvent, type PagerdutyEvent } from './event';
import { EventsAgent, type Answer } from './events-agent';
import type { PagerdutySpec } from './spec';

/** Address of PagerDuty. */
export interface PagerdutySettings {
  /** `https://events.pagerduty.com`, or `https://events.eu.pagerduty.com`. */
  readonly url: string;
}

/** PagerDuty Events API v2: trigger and resolve, linked by the episode. */
export function pagerdutyChannel(settings: PagerdutySettings): Channel<PagerdutySpec> {
  return {
    async send(notification, spec, context) {
      try {
        const routingKey = await context.readSecret(spec.routingKey);
        return await enqueue(settings, pagerdutyEvent(notification, routingKey), context);
      } catch (error) {
        return error instanceof MissingSecret
          ? failed('misconfigured', error.message)
          : outcomeOfError(error);
      }
    },
    close: async () => undefined,
  };
}

/**
 * Makes exactly one request: the response is taken from its headers, and pdjs is then aborted, so that its
 * own retries never happen. 202 means queued.
 */
async function enqueue(
  settings: PagerdutySettings,
  data: PagerdutyEvent,
  { signal, now }: SendContext,
): Promise<Outcome> {
  const { protocol, hostname, port, pathname } = new URL(settings.url);
  const plain = protocol === 'http:';
  const done = new AbortController();
  let tell: (answer: Answer) => void = () => undefined;
  const answered = new Promise<Answer>((resolve) => (tell = resolve));
  const agent = new EventsAgent(plain, tell);
  const options = { agent, redirect: 'manual' as const };
  const asked = event({
    ...options,
    server: `${hostname}:${port || (plain ? 80 : 443)}${pathname.replace(/\/+$/, '')}`,
    data,
    signal: AbortSignal.any([signal, done.signal]),
    requestTimeout: 0,
    retryTimeout: 100,
  });
  const broken = asked.then(() => answered);
  try {
    const { status, retryAfter } = await Promise.race([answered, broken]);
    return outcomeOfStatus(status, retryAfter, now);
  } finally {
    done.abort();
    broken.catch(() => undefined);
    agent.destroy();
  }
}
