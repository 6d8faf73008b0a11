import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readLines } from './read-lines';

async function linesOf(chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const lines: string[] = [];
  const input = Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  );
  for await (const batch of readLines(input)) lines.push(...batch);
  return lines;
}

const umlaut = Buffer.from('ä');

describe('readLines', () => {
  it.each([
    ['an empty text has no lines', [], []],
    ['a line break ends the last line', ['a\nb\n'], ['a', 'b']],
    ['but is not required', ['a\nb'], ['a', 'b']],
    ['a line may arrive in parts', ['a', 'b', 'c\nd', 'e\n', 'f'], ['abc', 'de', 'f']],
    ['so may a character', [umlaut.subarray(0, 1), umlaut.subarray(1)], ['ä']],
    ['a byte order mark is ignored', ['\ufeffa\nb'], ['a', 'b']],
    ['but only at the beginning', ['a\n\ufeffb'], ['a', '\ufeffb']],
  ])('%s', async (_, chunks, lines) => {
    expect(await linesOf(chunks)).toEqual(lines);
  });

  it('accepts a line as long as a whole file', async () => {
    const chunks = Array.from({ length: 2_000 }, () => 'x'.repeat(50_000));
    expect((await linesOf(chunks)).map(({ length }) => length)).toEqual([100_000_000]);
  });
});
