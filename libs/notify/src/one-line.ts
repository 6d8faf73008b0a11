/** Line breaks, and everything else that no screen shows. */
const breaks = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Embeddings, overrides and isolates: they reverse the text after them, to the end of the line. */
const turns = /[\u202a-\u202e\u2066-\u2069]/g;

/** Untrusted text as part of one line, cut to at most `most` characters. */
export function oneLine(text: string, most: number): string {
  const points = [
    ...text
      .slice(0, 4 * most)
      .replace(turns, '')
      .replace(breaks, ' ')
      .trim(),
  ];
  return points.length <= most ? points.join('') : `${points.slice(0, most - 1).join('')}…`;
}
