import { Agent } from 'undici';
import { uuidV5, type Notification } from '@panto/model';
import type { Channel, SendContext } from '../channel';
import { oneLine } from '../cut';
import { httpPost } from '../http-post';
import { delivered, type Outcome } from '../outcome';
import { fitSegments } from './segment';
import type { SmsSpec } from './spec';

/** The Twilio account used for sending. */
export interface SmsSettings {
  /** Address of Twilio's API. */
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** The sender: a phone number, or the SID of a messaging service (`MG...`). */
  readonly from: string;
}

/** Text messages over Twilio's REST API, one request per recipient. */
export function smsChannel(settings: SmsSettings): Channel<SmsSpec> {
  const agent = new Agent({ connections: 4 });
  return {
    async send(notification, spec, context) {
      const body = fitSegments(smsText(notification), spec.segments);
      const reached: string[] = [];
      let failure: Outcome | undefined;
      for (const to of spec.to) {
        const id = uuidV5(notification.id, to);
        if (context.reached.includes(id)) {
          reached.push(id);
          continue;
        }
        const outcome = await sendOne(agent, settings, to, body, context);
        if (outcome.kind === 'delivered') reached.push(id);
        else failure = worse(failure, outcome);
      }
      return failure === undefined ? delivered(`${reached.length} sent`, reached) : { ...failure, reached };
    },
    close: () => agent.close(),
  };
}

/** The message on one line: the headline, and as many of the reasons as fit. */
export function smsText(notification: Notification): string {
  const reasons = notification.text
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => line.slice(2));
  return oneLine([notification.title, ...reasons].join(' - '));
}

function sendOne(
  agent: Agent,
  { url, accountSid, authToken, from }: SmsSettings,
  to: string,
  body: string,
  { signal, now }: SendContext,
): Promise<Outcome> {
  const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  return httpPost(
    agent,
    {
      url: `${url.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ To: to, ...sender, Body: body }).toString(),
    },
    signal,
    now,
    explain,
  );
}

/** Twilio's error code: https://www.twilio.com/docs/api/errors. */
function explain(answer: string): string {
  const code = /"code"\s*:\s*(\d{1,6})\b/.exec(answer)?.[1];
  return code === undefined ? '' : `Twilio error ${code}`;
}

/** Of the failures of several recipients, one that can be retried: it decides what happens next. */
function worse(a: Outcome | undefined, b: Outcome): Outcome {
  return a?.kind === 'failed' && (a.retriable || b.kind !== 'failed' || !b.retriable) ? a : b;
}
