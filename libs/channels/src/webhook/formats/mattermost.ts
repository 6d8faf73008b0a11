import type { Notification } from '@panto/model';
import { colourOf } from '../../colour';
import { cut, oneLine } from '../../cut';
import { escapeMarkdown } from './markdown';

/**
 * Mattermost's incoming webhook; posts beyond 16383 characters are refused, and escaping may double a text.
 */
export function mattermost(n: Notification): object {
  const title = escapeMarkdown(cut(oneLine(n.title), 500));
  const [, ...details] = n.text.split('\n');
  return {
    text: title,
    attachments: [
      {
        color: colourOf(n),
        fallback: title,
        text: escapeMarkdown(cut(details.join('\n').trim(), 6000)),
      },
    ],
  };
}
