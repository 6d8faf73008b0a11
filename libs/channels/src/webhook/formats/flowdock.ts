import type { Notification } from '@panto/model';
import { cut, oneLine } from '../../cut';
import { escapeHtml } from '../../email/html';

/**
 * Flowdock's `/messages` (the flow_token is part of the address). The service was shut down on 2023-08-15;
 * the format is kept for compatible receivers, and is tested on recorded messages.
 */
export function flowdock(n: Notification): object {
  return {
    event: 'activity',
    author: { name: 'Panto' },
    title: escapeHtml(cut(oneLine(n.title), 250)),
    external_thread_id: n.episode,
    thread: {
      title: escapeHtml(
        cut(oneLine(n.targetName === null ? n.checkName : `${n.checkName} on ${n.targetName}`), 250),
      ),
      body: escapeHtml(cut(n.text, 4000)).replaceAll('\n', '<br>'),
      status: {
        color: flowdockColour(n),
        value: n.status === 'resolved' ? 'resolved' : n.state.toLowerCase(),
      },
    },
    tags: [n.status, n.state.toLowerCase()],
  };
}

function flowdockColour({ status, state }: Notification): string {
  if (status === 'resolved') return 'green';
  return state === 'CRITICAL' || state === 'ERROR' ? 'red' : 'orange';
}
