import type { Kind } from '@panto/resource';
import type { Configuration } from '../configuration/configuration';
import { Problem } from '../http/problem';
import type { NotificationDocument, ResentDocument } from './notification-document';
import type { KeptNotification, NotificationFilter, NotificationHistory } from './notification-history';
import type { NotificationLog } from './notification-log';

/** The history of messages, and sending them again. */
export class Notifications {
  constructor(
    private readonly history: NotificationHistory,
    private readonly log: NotificationLog,
    private readonly configuration: Configuration,
  ) {}

  /** Messages for people, newest first. */
  async list(filter: NotificationFilter): Promise<readonly NotificationDocument[]> {
    return (await this.history.list(filter)).map((kept) => this.documentOf(kept));
  }

  /** One message for people, or throws a problem. */
  async get(id: string): Promise<NotificationDocument> {
    return this.documentOf(await this.find(id));
  }

  /**
   * Sends a message again, to its Channel as configured now: its record is appended once more, with the next
   * resend number. Requests made before that is stored get the same number, and the notifier accepts a number
   * once.
   */
  async resend(id: string, force: boolean): Promise<ResentDocument> {
    const kept = await this.find(id);
    const channel = this.channelOf(kept);
    refuseUnlessOver(kept, force);
    const recorded = await this.log.read(kept);
    if (recorded === undefined || recorded.notification.id !== kept.id) throw gone(kept);
    const resend = kept.resend + 1;
    const notification = { ...recorded.notification, resend };
    await this.log.append({ key: recorded.key, notification }, kept.partition);
    return { id: kept.id, channel, title: kept.title, resend };
  }

  private async find(id: string): Promise<KeptNotification> {
    const found = await this.history.find(id);
    if (found !== undefined) return found;
    throw new Problem(
      404,
      'not-found',
      `there is no Notification \`${id}\` in ClickHouse; a new one is there some seconds after it was decided`,
    );
  }

  private channelOf({ id, channel, decision, reason }: KeptNotification): ResentDocument['channel'] {
    if (decision !== 'send' || channel === null) {
      throw new Problem(409, 'not-undelivered', `it was decided not to send \`${id}\` (${reason}), so there is nothing to send again`); // prettier-ignore
    }
    const configured = this.configuration.present.get('Channel', channel);
    if (configured !== undefined) return { id: channel, name: configured.name };
    throw new Problem(
      409,
      'channel-missing',
      `its Channel \`${channel}\` is no longer configured; apply a Channel with this id first`,
    );
  }

  private documentOf(kept: KeptNotification): NotificationDocument {
    const {
      check,
      checkName,
      target,
      targetName,
      channel,
      route,
      silence,
      dependency,
      partition: _,
      offset: __,
      ...rest
    } = kept;
    const { attempts, failure: reason, detail, attemptedAt, delivered: ___, ...all } = rest;
    return {
      ...all,
      check: { id: check, name: checkName },
      target: target === null ? null : { id: target, name: targetName ?? target },
      channel: this.named('Channel', channel),
      route: this.named('Route', route),
      silence: this.named('Silence', silence),
      dependency: dependency && {
        target: { id: dependency.target, name: dependency.targetName },
        check: { id: dependency.check, name: dependency.checkName },
        state: dependency.state,
      },
      timestamp: instant(kept.timestamp),
      opened: instant(kept.opened),
      lastAttempt: attemptedAt === 0 ? null : { attempts, reason, detail, timestamp: instant(attemptedAt) },
    };
  }

  private named(
    kind: Extract<Kind, 'Channel' | 'Route' | 'Silence'>,
    id: string | null,
  ): NotificationDocument['channel'] {
    return id === null ? null : { id, name: this.configuration.present.get(kind, id)?.name ?? id };
  }
}

/** Only messages that have ended are sent again; those that were not undelivered, only by force. */
function refuseUnlessOver({ id, outcome, delivered }: KeptNotification, force: boolean): void {
  if (outcome === 'waiting' || outcome === 'retrying') {
    throw new Problem(409, 'under-way', `\`${id}\` is ${outcome}: the notifier is still working on it; try again when that has ended`); // prettier-ignore
  }
  if (force || (!delivered && outcome !== 'stale')) return;
  const why = delivered ? 'was delivered' : 'was superseded by a newer message, which mentions it';
  throw new Problem(409, 'not-undelivered', `\`${id}\` ${why}; ask with force=true (panto resend --force) to send it nevertheless`); // prettier-ignore
}

function gone({ id, partition, offset }: KeptNotification): Problem {
  return new Problem(
    410,
    'gone',
    `the record of \`${id}\` (partition ${partition}, offset ${offset}) is no longer in the topic of Notifications: it was deleted at the end of its retention, or the topic was recreated; its text can still be read (GET /api/v1/notifications/${id})`,
  );
}

const instant = (time: number): string => new Date(time).toISOString();
