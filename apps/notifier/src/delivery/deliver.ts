import type { Channel as Sender, ChannelSpec, Outcome, ReadSecret } from '@panto/channels';
import type { Delivery, DeliveryReason, MissedMessage } from '@panto/model';
import type { Logger } from '@panto/streams';
import type { ConfiguredChannel } from '../configuration/configured-channel';
import type { DeliveryMeter } from './delivery-meter';
import type { DisabledChannels } from './disabled-channels';
import type { Job } from './job';
import type { Attempted } from './lane';
import { withMissed } from './missed';
import { judge, quietAfter, type RetryPolicy, type Verdict } from './policy';
import { advance } from './progress';

/** Dependencies of an attempt. */
export interface DeliverContext {
  readonly sender: Sender<ChannelSpec>;
  readonly channelOf: (id: string) => ConfiguredChannel | undefined;
  readonly readSecret: ReadSecret;
  readonly policy: RetryPolicy;
  /** Timeout of an attempt, ms. */
  readonly attemptTimeout: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly logger: Logger;
  readonly meter: DeliveryMeter;
}

/** Attempts deliveries: each attempt leaves one record. */
export class Deliver {
  constructor(
    private readonly context: DeliverContext,
    private readonly disabled: DisabledChannels,
  ) {}

  /** Makes one attempt; its message also mentions the missed ones. */
  async attempt(job: Job, missed: readonly MissedMessage[]): Promise<Attempted> {
    const { context } = this;
    const began = context.now();
    const channel = context.channelOf(job.channel);
    const telling = { ...job, missed: [...missed, ...job.missed] };
    const outcome = await this.send(telling, channel, began);
    const endedAt = context.now();
    const number = job.progress.attempts + 1;
    const firstAt = job.progress.firstAt ?? began;
    const verdict = judge(outcome, { number, firstAt, endedAt }, context.policy, context.random());
    if (verdict.reason === 'disabled' && channel !== undefined) this.disable(job, channel);
    const delivery = record(job, channel, { ...verdict, attempt: number, detail: outcome.detail, reached: outcome.reached, timestamp: began, duration: endedAt - began }); // prettier-ignore
    this.tell(telling, delivery);
    const quietUntil = quietAfter(outcome, endedAt, context.policy);
    if (verdict.nextAttemptAt !== null) return { kind: 'again', job: { ...job, progress: advance(job.progress, delivery) }, quietUntil }; // prettier-ignore
    const kind =
      verdict.outcome === 'delivered' || verdict.outcome === 'expired' ? verdict.outcome : 'failed';
    return { kind, quietUntil };
  }

  /** Ends a job without an attempt. */
  end(job: Job, why: 'stale' | 'overflow'): void {
    const channel = this.context.channelOf(job.channel);
    const stale = why === 'stale';
    const delivery = record(job, channel, {
      outcome: stale ? 'stale' : 'expired',
      reason: stale ? 'none' : 'overflow',
      nextAttemptAt: null,
      attempt: job.progress.attempts,
      detail: stale
        ? 'superseded by a newer message of the episode'
        : 'too many messages are waiting for this Channel',
      reached: [],
      timestamp: this.context.now(),
      duration: 0,
    });
    this.tell(job, delivery);
  }

  private disable({ channel, owner }: Job, { version, updatedAt }: ConfiguredChannel): void {
    this.disabled.note(channel, { version, updatedAt });
    owner.remember({ channel, disabled: { version, updatedAt } });
  }

  private async send(job: Job, channel: ConfiguredChannel | undefined, now: number): Promise<Outcome> {
    if (channel === undefined) return never('misconfigured', 'this Channel is not configured any more');
    if (channel.spec === null) return never('misconfigured', channel.fault);
    if (this.disabled.has(channel)) {
      return never('disabled', 'this Channel asked not to be sent anything more; apply it anew to enable it');
    }
    const { sender, readSecret, attemptTimeout } = this.context;
    return sender.send(withMissed(job.notification, job.missed), channel.spec, {
      signal: AbortSignal.timeout(attemptTimeout),
      now,
      readSecret,
      reached: job.progress.reached,
    });
  }

  private tell(job: Job, delivery: Delivery): void {
    const { logger, meter } = this.context;
    const { integration, outcome, reason, detail, attempt, channel, episode, notification, resend } =
      delivery;
    meter.attempted(delivery);
    const fields = { channel, integration, outcome, reason, detail, attempt, notification, episode, resend };
    if (outcome === 'delivered') logger.debug(fields, 'delivered');
    else if (outcome === 'retrying') logger.info(fields, 'not delivered yet');
    else logger.warn(fields, 'not delivered');
    job.owner.record(job, delivery);
  }
}

function never(reason: 'misconfigured' | 'disabled', detail: string): Outcome {
  return { kind: 'failed', reason, retriable: false, retryAfter: null, detail, reached: [] };
}

type Happening = Verdict &
  Pick<Delivery, 'attempt' | 'detail' | 'reached' | 'timestamp' | 'duration'> & {
    readonly reason: DeliveryReason;
  };

function record(job: Job, channel: ConfiguredChannel | undefined, happening: Happening): Delivery {
  const { notification } = job;
  return {
    ...happening,
    notification: notification.id,
    resend: notification.resend,
    episode: notification.episode,
    check: notification.check,
    channel: job.channel,
    channelVersion: channel?.version ?? 0,
    integration: channel?.spec?.type ?? '',
  };
}
