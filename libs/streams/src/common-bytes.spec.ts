import { describe, expect, it } from '@jest/globals';
import { CommonBytes } from './common-bytes';

describe('common bytes', () => {
  it('have one number and are found by it, whatever becomes of the buffer they were in', () => {
    const common = new CommonBytes();
    const text = (word: string): Buffer => Buffer.from(word);
    const first = text('a');
    expect([first, text('b'), text('a'), text(''), text('b')].map((bytes) => common.idOf(bytes))).toEqual([
      0, 1, 0, 2, 1,
    ]);
    first.fill(0);
    expect([0, 1, 2].map((id) => common.get(id).toString())).toEqual(['a', 'b', '']);
  });

  it('are limited to the room there is', () => {
    const common = new CommonBytes();
    for (let i = 0; i < 10_000; i++) expect(common.idOf(Buffer.from(String(i)))).toBe(i);
    expect(common.idOf(Buffer.from('one more'))).toBeUndefined();
    expect(common.idOf(Buffer.from('7'))).toBe(7);
  });

  it('are written when they are new, and forgotten when no snapshot that was read names them', () => {
    const common = new CommonBytes();
    common.learn(3, Buffer.from('named'));
    common.learn(5, Buffer.from('not named'));
    common.name(3);
    common.name(8);
    expect(common.idOf(Buffer.from('new'))).toBe(9);
    expect(common.takeChanged()).toEqual([[9, Buffer.from('new')]]);
    common.name(9);
    common.dropUnnamed();
    expect(common.takeChanged()).toEqual([[5, null]]);
    expect(common.takeChanged()).toEqual([]);
    expect(common.idOf(Buffer.from('not named'))).toBe(10);
    expect(() => common.get(5)).toThrow('no record defines the common bytes 5');
  });

  it('of a number are its latest definition', () => {
    const common = new CommonBytes();
    common.learn(0, Buffer.from('old'));
    expect(common.idOf(Buffer.from('old'))).toBe(0);
    common.learn(0, Buffer.from('new'));
    expect([common.get(0).toString(), common.idOf(Buffer.from('old'))]).toEqual(['new', 1]);
    expect(common.whole(Buffer.from('some '), 0).toString()).toBe('some new');
  });
});
