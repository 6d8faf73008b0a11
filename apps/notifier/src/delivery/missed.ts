import type { MissedMessage, Notification } from '@panto/model';
import { sayTime } from '@panto/notify';

/** Maximum number of missed messages that are named. */
const most = 5;

/** Adds to a message, a line each, what its Channel should have been told before and was not. */
export function withMissed(notification: Notification, missed: readonly MissedMessage[]): Notification {
  if (missed.length === 0) return notification;
  const lines = missed.slice(-most).map(({ title, timestamp }) => `Missed: ${title}, ${sayTime(timestamp)}`);
  const more = missed.length > most ? [`Missed: ${missed.length - most} more before`] : [];
  return { ...notification, text: [notification.text, ...more, ...lines].join('\n') };
}
