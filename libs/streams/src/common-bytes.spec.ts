import { describe, expect, it } from '@jest/globals';
import { CommonBytes } from './common-bytes';

describe('common bytes', () => {
  it('have one number, and come back by it, whatever becomes of the buffer they were in', () => {
    const common = new CommonBytes();
    const text = (word: string): Buffer => Buffer.from(word);
    const first = text('a');
    expect([first, text('b'), text('a'), text(''), text('b')].map((bytes) => common.idOf(bytes))).toEqual([
      0, 1, 0, 2, 1,
    ]);
    first.fill(0);
    expect([0, 1, 2].map((id) => common.get(id).toString())).toEqual(['a', 'b', '']);
  });

  it('are no more than there is room for', () => {
    const common = new CommonBytes();
    for (let i = 0; i < 10_000; i++) expect(common.idOf(Buffer.from(String(i)))).toBe(i);
    expect(common.idOf(Buffer.from('one more'))).toBeUndefined();
    expect(common.idOf(Buffer.from('7'))).toBe(7);
  });
});
