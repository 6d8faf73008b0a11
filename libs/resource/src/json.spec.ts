import { describe, expect, it } from '@jest/globals';
import { canonicalJson, formatJson, parseJson, parseTypedJson } from './json';

describe('JSON', () => {
  it.each([
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['9007199254740991', 9007199254740991],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['"9007199254740993"', '9007199254740993'],
  ])('%s keeps its type', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it('distinguishes 1 from 1.0 on request', () => {
    expect(parseTypedJson('[1, 1.0, 1e0, -0, 18446744073709551616]')).toEqual([
      1n,
      1,
      1,
      0n,
      18446744073709551616n,
    ]);
  });

  it('writes all digits', () => {
    expect(formatJson(parseJson('{"a":[9007199254740993,1.5,null]}'))).toBe(
      '{"a":[9007199254740993,1.5,null]}',
    );
  });

  it('with sorted keys is the same for equal values', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2n }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });

  it.each(['{"a":1,"a":2}', '[', '1e999', `${'['.repeat(200_000)}`])('refuses %.20s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('cannot reach the prototype', () => {
    const value = parseJson('{"__proto__":{"x":1}}') as { readonly x?: number };
    expect(value.x).toBeUndefined();
  });
});
