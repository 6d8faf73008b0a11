import type { Delivery } from '@panto/model';
import type { Meters } from '@panto/service';

/** Counts attempts and their outcomes. */
export interface DeliveryMeter {
  attempted(delivery: Delivery): void;
}

/** Metrics of deliveries by type of Channel; for ids, see the records. */
export function deliveryMeter(meters: Meters, waiting: () => number): DeliveryMeter {
  const total = meters.counter('panto_notifications_total', 'Attempts to send a notification.', [
    'integration',
  ]);
  const failed = meters.counter('panto_notifications_failed_total', 'Failed attempts, by reason.', ['integration', 'reason']); // prettier-ignore
  const ended = meters.counter('panto_deliveries_total', 'Settled notifications, by outcome.', ['integration', 'outcome']); // prettier-ignore
  const seconds = meters.histogram('panto_notification_duration_seconds', 'How long an attempt took.', ['integration']); // prettier-ignore
  meters.reading('panto_notifications_waiting', 'Notifications waiting or in flight.', waiting);
  return {
    attempted({ integration, outcome, reason, duration }) {
      const labels = { integration: integration === '' ? 'none' : integration };
      const tried = outcome !== 'stale' && reason !== 'overflow';
      if (tried) {
        total.add(1, labels);
        seconds.observe(duration / 1000, labels);
      }
      if (reason !== 'none') failed.add(1, { ...labels, reason });
      if (outcome !== 'retrying') ended.add(1, { ...labels, outcome });
    },
  };
}
