import type { Notification } from '@panto/model';
import { colourOf } from '../../colour';
import { cut, oneLine } from '../../cut';
import { escapeMarkdown } from './markdown';

/** Discord's webhook: an embed with a colour. Limits: title 256, description 4096 characters, escapes included. */
export function discord(n: Notification): object {
  const [, ...details] = n.text.split('\n');
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: fit(oneLine(n.title), 256),
        description: fit(details.join('\n').trim(), 4096),
        color: parseInt(colourOf(n).slice(1), 16),
        timestamp: new Date(n.timestamp).toISOString(),
      },
    ],
  };
}

/** Cuts a text so that it stays within a limit after escaping. */
function fit(text: string, most: number): string {
  for (let room = most; room > 0; room = Math.floor(room * 0.8)) {
    const escaped = escapeMarkdown(cut(text, room));
    if (escaped.length <= most) return escaped;
  }
  return '';
}
