import type { Notification } from '@panto/model';
import { sayState, sayTime } from '@panto/notify';

/** Most missed messages that are named. */
const most = 5;

/** A message that also tells, in a few lines, what of its episode came too late to be told by itself. */
export function withMissed(notification: Notification, missed: readonly Notification[]): Notification {
  if (missed.length === 0) return notification;
  const named = missed
    .slice(-most)
    .map(({ state, timestamp }) => `${sayState(state)} at ${sayTime(timestamp)}`);
  const more = missed.length > most ? `, and ${missed.length - most} before` : '';
  return { ...notification, text: `${notification.text}\nNot told in time: ${named.join(', ')}${more}` };
}
