import type { Notification } from '@panto/model';
import { colourOf } from '../../colour';
import { cut, oneLine } from '../../cut';

/** Slack: only `&`, `<` and `>` are special; once they are escaped, there is no `<!channel>`. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Maximum lengths before escaping. */
const limits = { title: 1000, section: 2500 };

/** Slack's incoming webhook: one line for the push notification, the rest beside a coloured bar. */
export function slack(n: Notification): object {
  const title = fit(oneLine(n.title), limits.title);
  const [, ...details] = n.text.split('\n');
  return {
    text: title,
    mrkdwn: false,
    attachments: [
      {
        color: colourOf(n),
        fallback: title,
        blocks: [plain(fit(details.join('\n').trim(), limits.section))],
      },
    ],
  };
}

function plain(text: string): object {
  return { type: 'section', text: { type: 'plain_text', text: text === '' ? ' ' : text, emoji: false } };
}

/** Escapes a text and cuts it to Slack's 3000 characters, however many had to be escaped. */
function fit(text: string, most: number): string {
  const escaped = escapeSlack(cut(text, most));
  return escaped.length <= 3000 ? escaped : escapeSlack(cut(text, 590));
}
