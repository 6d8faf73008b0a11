import { printable } from './printable';

test.each([
  ['plain text stays as it is', 'naïve — 你好', 'naïve — 你好'],
  ['terminal control characters are escaped', '\u001b[2Jgone', '\\x1b[2Jgone'],
  ['a line break does not start a new line', 'a\r\nb', 'a\\x0d\\x0ab'],
  ['characters that change the direction of text are escaped', 'a\u202eb', 'a\\u{202e}b'],
])('%s', (_, text, shown) => expect(printable(text)).toBe(shown));
