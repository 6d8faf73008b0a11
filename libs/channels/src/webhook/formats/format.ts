import type { Notification } from '@panto/model';
import type { WebhookFormat } from '../spec';
import { discord } from './discord';
import { flowdock } from './flowdock';
import { generic } from './generic';
import { mattermost } from './mattermost';
import { slack } from './slack';
import { teams } from './teams';

/** The body of a message in each format; sent as JSON. */
export const formats: Readonly<Record<WebhookFormat, (notification: Notification) => object>> = {
  generic,
  slack,
  mattermost,
  flowdock,
  teams,
  discord,
};
