import type { Notification } from '@panto/model';
import { colourOf } from '../colour';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

const font = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** The HTML form of a message: one card, inline styles only (mail programs drop the rest), no images, no links. */
export function htmlOf(notification: Notification): string {
  const colour = colourOf(notification);
  const [sentence = '', ...rest] = notification.text.split('\n');
  const reasons = rest.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
  const facts = rest.filter((line) => line !== '' && !line.startsWith('- '));
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(notification.title)}</title></head>`,
    `<body style="margin:0;padding:16px;background:#f4f5f7;${font};color:#1c2430">`,
    '<table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="max-width:640px;margin:0 auto">',
    `<tr><td style="background:${colour};color:#ffffff;padding:14px 20px;border-radius:6px 6px 0 0;font-size:17px;font-weight:600;word-break:break-word">${escapeHtml(notification.title)}</td></tr>`,
    '<tr><td style="background:#ffffff;padding:16px 20px 20px;border:1px solid #dfe3e8;border-top:0;border-radius:0 0 6px 6px;font-size:14px;line-height:1.5;word-break:break-word">',
    `<p style="margin:0 0 10px">${escapeHtml(sentence)}</p>`,
    list(reasons),
    table(facts),
    '</td></tr></table></body></html>',
  ].join('\n');
}

function list(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const items = lines.map((line) => `<li style="margin:0 0 4px">${escapeHtml(line)}</li>`).join('');
  return `<ul style="margin:0 0 14px;padding-left:20px">${items}</ul>`;
}

/** Lines of the form `Name: value` as rows. */
function table(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const rows = lines.map((line) => {
    const colon = line.indexOf(': ');
    const [name, value] = colon < 0 ? ['', line] : [line.slice(0, colon), line.slice(colon + 2)];
    return `<tr><td style="padding:2px 14px 2px 0;width:1%;color:#66707f;vertical-align:top;white-space:nowrap">${escapeHtml(name)}</td><td style="padding:2px 0">${escapeHtml(value)}</td></tr>`;
  });
  return `<table role="presentation" cellpadding="0" cellspacing="0" style="font-size:13px;border-top:1px solid #eceff3;padding-top:8px;width:100%">${rows.join('')}</table>`;
}
