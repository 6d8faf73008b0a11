import type { Notification } from '@panto/model';
import { cut, oneLine } from '../../cut';

/** Teams takes 28 KB: the texts are cut well below. */
const limits = { title: 500, text: 6000 };

/** A Workflows webhook of Teams: one Adaptive Card. Names are mentioned by entities only, and there are none. */
export function teams(n: Notification): object {
  const [, ...details] = n.text.split('\n');
  const lines = cut(details.join('\n').trim(), limits.text).split('\n');
  const title = cut(oneLine(n.title), limits.title);
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: escapeCard(title),
          msteams: { width: 'Full' },
          body: [
            { ...textBlock(title), size: 'Large', weight: 'Bolder', color: cardColour(n) },
            ...lines.filter((line) => line !== '').map((line) => ({ ...textBlock(line), spacing: 'Small' })),
          ],
        },
      },
    ],
  };
}

/** Text blocks know bold, italic, lists and links, and nothing else of Markdown. */
function escapeCard(text: string): string {
  return text.replace(/[\\*_[\]]/g, (char) => `\\${char}`).replace(/^([-+]|\d+\.)(?=\s)/, '\\$1');
}

function textBlock(text: string): object {
  return { type: 'TextBlock', text: escapeCard(text), wrap: true };
}

/** The colours that an Adaptive Card knows. */
function cardColour({ status, state }: Notification): string {
  if (status === 'resolved') return 'Good';
  return state === 'CRITICAL' || state === 'ERROR' ? 'Attention' : 'Warning';
}
