import type { Readable } from 'node:stream';

const byteOrderMark = '\ufeff';

/** Whole lines of a text, in batches as they arrive: one at a time would cost more than evaluating it. */
export async function* readLines(input: Readable): AsyncGenerator<readonly string[]> {
  // The parts of a long line are kept separately: joining at each chunk would take quadratic time.
  let parts: string[] = [];
  let isBegun = false;
  input.setEncoding('utf8');
  for await (const chunk of input) {
    const text = String(chunk);
    const isMarked = !isBegun && text.startsWith(byteOrderMark);
    isBegun = true;
    const [first = '', ...lines] = (isMarked ? text.slice(1) : text).split('\n');
    parts.push(first);
    const rest = lines.pop();
    if (rest === undefined) continue;
    yield [parts.join(''), ...lines];
    parts = [rest];
  }
  const last = parts.join('');
  if (last !== '') yield [last];
}
