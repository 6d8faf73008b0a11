/** Cuts a text to a number of characters (code points), with an ellipsis if something was cut off. */
export function cut(text: string, most: number, ellipsis = '…'): string {
  const points = [...text];
  if (points.length <= most) return text;
  return `${points.slice(0, most - [...ellipsis].length).join('')}${ellipsis}`;
}

/**
 * A text on one line: control characters, line separators and runs of spaces become one space; characters
 * that reverse the text after them are removed.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\u0000-\u0020\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim();
}
