import { describe, expect, it } from '@jest/globals';
import { compileMatcher, PatternError } from './matcher';

describe('a pattern', () => {
  it.each([
    ['is found anywhere', 'err', 'an error', true],
    ['is anchored only if it says so', '^err', 'an error', false],
    ['is case-sensitive', 'Error', 'an error', false],
    ['may say that it is not', '(?i)Error', 'an error', true],
    ['has ASCII classes', '^\\w+$', 'é', false],
    ['has a dot that stops at the end of a line', '^a.b$', 'a\nb', false],
    ['may be empty and is then found in everything', '', '', true],
  ])('%s', (_, pattern, text, found) => {
    expect(compileMatcher(pattern)(text)).toBe(found);
  });

  it.each([
    ['look-ahead', 'a(?=b)'],
    ['look-behind', '(?<=a)b'],
    ['a back-reference', '(a)\\1'],
    ['an open group', '(a'],
    ['an excessive repetition of a repetition', '((a{1000}){1000}){1000}'],
    ['an overlong text', 'a'.repeat(2_001)],
    ['a program that is too large', '(?:[a-z]{1,500}){2}[a-z]{1000}(?:b{999}){9}'.repeat(3)],
  ])('with %s is refused', (_, pattern) => {
    expect(() => compileMatcher(pattern)).toThrow(PatternError);
  });

  it('that ruins a backtracking engine terminates', () => {
    expect(compileMatcher('^(a+)+$')(`${'a'.repeat(20_000)}!`)).toBe(false);
  });
});
