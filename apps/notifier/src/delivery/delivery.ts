import type { ChannelMemory, Delivery as DeliveryRecord, Notification } from '@panto/model';
import type { ValueCodec } from '@panto/pipeline';
import type { Log } from '@panto/streams';
import { Deliver, type DeliverContext } from './deliver';
import { DeliveryWorker } from './delivery-worker';
import { DisabledChannels } from './disabled-channels';
import { Lanes } from './lanes';

/** What the delivery of notifications is made of. */
export interface DeliveryOptions extends Omit<DeliverContext, 'meter'> {
  readonly log: Log;
  readonly prefix: string;
  readonly notifications: ValueCodec<Notification>;
  readonly deliveries: ValueCodec<DeliveryRecord>;
  readonly memories: ValueCodec<ChannelMemory>;
  readonly meter: (waiting: () => number) => DeliverContext['meter'];
  readonly limits: DeliveryLimits;
  readonly tablesRead: () => Promise<void>;
  readonly onFatal: (error: unknown) => void;
}

/** Bounds of the delivery. */
export interface DeliveryLimits {
  /** Messages of one Channel under way at the same time. */
  readonly concurrency: number;
  /** Messages of one Channel that may wait. */
  readonly channelCapacity: number;
  /** Notifications of one partition that may be unsettled. */
  readonly partitionCapacity: number;
  /** A waiting message this old gives way to a newer one of its episode, ms. */
  readonly staleAfter: number;
  /** Partition p belongs to task p mod tasks; all processes must agree. */
  readonly tasks: number;
  /** Longest silence of the log, ms. */
  readonly patience: number;
  /** Failures of a task in a row after which the process gives up. */
  readonly attempts: number;
}

/** Puts the delivery together: a worker that reads, lanes that order, attempts that are recorded. */
export function createDelivery(options: DeliveryOptions): DeliveryWorker {
  const { limits, now } = options;
  const disabled = new DisabledChannels();
  const lanes: Lanes = new Lanes({
    concurrency: limits.concurrency,
    capacity: limits.channelCapacity,
    staleAfter: limits.staleAfter,
    now,
    attempt: (job, missed) => deliver.attempt(job, missed),
    end: (job, why) => deliver.end(job, why),
  });
  const deliver = new Deliver({ ...options, meter: options.meter(() => lanes.length) }, disabled);
  return new DeliveryWorker({
    ...options,
    outbox: { ...options, lanes, disabled, capacity: limits.partitionCapacity },
    tasks: limits.tasks,
    patience: limits.patience,
    attempts: limits.attempts,
  });
}
