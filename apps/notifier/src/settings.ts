import { registrySettings } from '@panto/avro';
import { loopback, parseRange, type ChannelSettings } from '@panto/channels';
import { instanceShape, kafkaShape } from '@panto/kafka';
import { durationSetting as duration, severityShape } from '@panto/resource';
import { secret, setting, type Settings } from '@panto/service';
import { downStates } from './down-states';
import { topicShape } from '@panto/topics';
import { z } from 'zod';

const count = (most: number, standard: number) => z.coerce.number().int().min(1).max(most).default(standard);

const ranges = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return undefined;
    const parts = text.split(',').map((part) => part.trim()).filter((part) => part !== '' && part !== 'none'); // prettier-ignore
    return parts.map((part) => {
      const range = parseRange(part);
      if (range !== undefined) return range;
      context.addIssue(`${part} is not a range of addresses such as 10.0.0.0/8`);
      return z.NEVER;
    });
  });

const address = (standard: string) => z.url({ protocol: /^https?$/ }).default(standard);

/** Settings of the notifier. */
export const notifierSettings = {
  ...kafkaShape,
  ...instanceShape,
  ...registrySettings,
  ...topicShape,
  tasks: setting(
    'PANTO_TASKS',
    count(1024, 8),
    'Number of tasks that share the partitions; the same in all processes of this stage.',
  ),
  ...severityShape,
  dependencyStates: setting('PANTO_DEPENDENCY_STATES', downStates, 'A Target is down while one of its Checks is in one of these States, separated by commas; none: no dependency withholds anything.'), // prettier-ignore
  dependencyWait: setting('PANTO_DEPENDENCY_WAIT', duration('5s', 0), 'How long an Alert of a Target that depends on others is held before it is decided, in case a dependency turns out to be down; 0: not at all.'), // prettier-ignore
  maxAge: setting('PANTO_NOTIFIER_MAX_AGE', duration('1h'), 'How long a message is retried after its first attempt.'), // prettier-ignore
  staleAfter: setting('PANTO_NOTIFIER_STALE_AFTER', duration('5m'), 'Age at which a waiting message is superseded by a newer one about the same problem.'), // prettier-ignore
  firstWait: setting('PANTO_NOTIFIER_FIRST_WAIT', duration('2s'), 'Longest wait before the second attempt; doubles with every attempt.'), // prettier-ignore
  longestWait: setting('PANTO_NOTIFIER_LONGEST_WAIT', duration('5m'), 'Longest wait between two attempts, unless the receiver asks for more.'), // prettier-ignore
  attemptTimeout: setting('PANTO_NOTIFIER_ATTEMPT_TIMEOUT', duration('10s'), 'Timeout of an attempt.'),
  concurrency: setting('PANTO_NOTIFIER_CONCURRENCY', count(100, 4), 'Maximum number of messages of one Channel in flight.'), // prettier-ignore
  capacity: setting('PANTO_NOTIFIER_CAPACITY', count(100_000, 1000), 'Maximum number of messages of one Channel waiting; beyond that, the oldest are given up.'), // prettier-ignore
  smtpUrl: secret('PANTO_SMTP_URL', z.url({ protocol: /^smtps?$/ }).optional(), 'Mail server: smtp://user:password@host:587 or smtps://...; without it e-mail is off.'), // prettier-ignore
  smtpFrom: setting('PANTO_SMTP_FROM', z.string().regex(/^[^\r\n]*@[^\r\n]+$/).default('Panto <panto@localhost>'), 'Sender of e-mails.'), // prettier-ignore
  twilioUrl: setting('PANTO_TWILIO_URL', address('https://api.twilio.com'), "Address of Twilio's API."),
  twilioAccountSid: setting('PANTO_TWILIO_ACCOUNT_SID', z.string().optional(), 'Twilio account; without it text messages are off.'), // prettier-ignore
  twilioAuthToken: secret('PANTO_TWILIO_AUTH_TOKEN', z.string().optional(), 'Token of the Twilio account.'), // prettier-ignore
  twilioFrom: setting('PANTO_TWILIO_FROM', z.string().optional(), 'Sender of text messages: a number, or the SID of a messaging service.'), // prettier-ignore
  pagerdutyUrl: setting('PANTO_PAGERDUTY_URL', address('https://events.pagerduty.com'), "Address of PagerDuty's Events API v2."), // prettier-ignore
  allowPrivate: setting('PANTO_WEBHOOK_ALLOW_PRIVATE', ranges, 'Ranges of private addresses that webhooks may go to, separated by commas; none for none. Default: loopback if Kafka is on loopback too, else none.'), // prettier-ignore
} as const;

/** The notifier's settings as read. */
export type NotifierSettings = Settings<typeof notifierSettings>;

/** What each type of Channel needs, from the settings. */
export function channelSettings(settings: NotifierSettings): ChannelSettings {
  const { smtpUrl, twilioAccountSid, twilioAuthToken, twilioFrom, attemptTimeout } = settings;
  const hasTwilio =
    twilioAccountSid !== undefined && twilioAuthToken !== undefined && twilioFrom !== undefined;
  return {
    email: smtpUrl === undefined ? null : { url: smtpUrl, from: settings.smtpFrom, timeout: attemptTimeout },
    sms: hasTwilio
      ? {
          url: settings.twilioUrl,
          accountSid: twilioAccountSid,
          authToken: twilioAuthToken,
          from: twilioFrom,
        }
      : null,
    webhook: { allowPrivate: settings.allowPrivate ?? onOneHost(settings), connectTimeout: attemptTimeout },
    pagerduty: { url: settings.pagerdutyUrl },
  };
}

/**
 * On a stack on a single machine, receivers are tried out on the same machine; otherwise internal addresses
 * are off limits.
 */
function onOneHost({ brokers }: NotifierSettings) {
  const local = brokers.every((broker) => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+$/.test(broker));
  return local ? loopback.map(parseRange).filter((range) => range !== undefined) : [];
}
