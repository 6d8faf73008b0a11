import type { Notification } from '@panto/model';
import type { Channel, SendContext } from './channel';
import type { ChannelSpec } from './channel-spec';
import { emailChannel, type EmailSettings } from './email/email';
import { outcomeOfError } from './failure';
import { failed, type Outcome } from './outcome';
import { pagerdutyChannel, type PagerdutySettings } from './pagerduty/pagerduty';
import { smsChannel, type SmsSettings } from './sms/sms';
import { webhookChannel, type WebhookSettings } from './webhook/webhook';

/** What each type of Channel needs from the process; null: not set up here. */
export interface ChannelSettings {
  readonly email: EmailSettings | null;
  readonly sms: SmsSettings | null;
  readonly webhook: WebhookSettings;
  readonly pagerduty: PagerdutySettings;
}

/** All types of Channel behind one interface: the type in the spec selects. */
export function channels(settings: ChannelSettings): Channel<ChannelSpec> {
  const email = settings.email === null ? missing('PANTO_SMTP_URL') : emailChannel(settings.email);
  const sms = settings.sms === null ? missing('PANTO_TWILIO_ACCOUNT_SID') : smsChannel(settings.sms);
  const webhook = webhookChannel(settings.webhook);
  const pagerduty = pagerdutyChannel(settings.pagerduty);
  const send = (notification: Notification, spec: ChannelSpec, context: SendContext): Promise<Outcome> => {
    switch (spec.type) {
      case 'email':
        return email.send(notification, spec, context);
      case 'sms':
        return sms.send(notification, spec, context);
      case 'webhook':
        return webhook.send(notification, spec, context);
      case 'pagerduty':
        return pagerduty.send(notification, spec, context);
    }
  };
  return {
    send: (notification, spec, context) => send(notification, spec, context).catch(outcomeOfError),
    close: async () => {
      await Promise.all([email, sms, webhook, pagerduty].map((channel) => channel.close()));
    },
  };
}

/** Stands in for a type of Channel that is not set up. */
function missing(setting: string): Channel<unknown> {
  const outcome = failed('misconfigured', `not set up on this notifier: set ${setting}`);
  return { send: async () => outcome, close: async () => undefined };
}
