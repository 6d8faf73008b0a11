import type { Notification } from '@panto/model';
import { cut, oneLine } from '../../cut';

/** Teams accepts 28 KB: the texts are cut well below that. */
const limits = { title: 500, text: 6000 };

/** A Teams Workflows webhook: one Adaptive Card. Only entities can mention people, and there are none. */
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

/** Text blocks support bold, italic, lists and links, and nothing else of Markdown. */
function escapeCard(text: string): string {
  return text.replace(/[\\*_[\]]/g, (char) => `\\${char}`).replace(/^([-+]|\d+\.)(?=\s)/, '\\$1');
}

function textBlock(text: string): object {
  return { type: 'TextBlock', text: escapeCard(text), wrap: true };
}

/** The colours of Adaptive Cards. */
function cardColour({ status, state }: Notification): string {
  if (status === 'resolved') return 'Good';
  return state === 'CRITICAL' || state === 'ERROR' ? 'Attention' : 'Warning';
}
