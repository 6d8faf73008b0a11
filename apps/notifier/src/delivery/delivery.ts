import type { ChannelMemory, Delivery as DeliveryRecord, Notification } from '@panto/model';
import type { ValueCodec } from '@panto/pipeline';
import type { Log } from '@panto/streams';
import { Deliver, type DeliverContext } from './deliver';
import { DeliveryWorker } from './delivery-worker';
import { DisabledChannels } from './disabled-channels';
import { Lanes } from './lanes';

/** Options of the delivery of notifications. */
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

/** Limits of the delivery. */
export interface DeliveryLimits {
  /** Maximum number of messages of one Channel in flight. */
  readonly concurrency: number;
  /** Maximum number of messages of one Channel waiting. */
  readonly channelCapacity: number;
  /** Maximum number of unsettled notifications of one partition. */
  readonly partitionCapacity: number;
  /** Age at which a waiting message is superseded by a newer one of its episode, ms. */
  readonly staleAfter: number;
  /** Partition p belongs to task p mod tasks; all processes must agree. */
  readonly tasks: number;
  /** Maximum time without progress of the log, ms. */
  readonly patience: number;
  /** Consecutive failures of a task after which the process gives up. */
  readonly attempts: number;
}

/** Assembles the delivery: a worker that reads, lanes that keep order, attempts that are recorded. */
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
