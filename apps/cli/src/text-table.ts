import { printable } from './printable';

/** Rows as text in columns, for a screen; empty if there are none. */
export function textTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return textColumns([heads, ...rows]);
}

/** Rows as text in columns, for a screen; the first row determines the number of columns. */
export function textColumns(rows: readonly (readonly string[])[]): string {
  const all = rows.map((row) => row.map(printable));
  const widths = (all[0] ?? []).map((_, column) =>
    all.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), 0),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Characters that take two terminal columns (wide in Unicode's annex 11), and combining characters. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const none = /[\p{Mn}\p{Me}]/u;
const plain = /^[\x20-\x7e]*$/;

function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  return [...text].reduce((sum, sign) => sum + (none.test(sign) ? 0 : wide.test(sign) ? 2 : 1), 0);
}
