import { printable } from './printable';

test.each([
  ['plain text stays as it is', 'naïve — 你好', 'naïve — 你好'],
  ['what steers a terminal is written out', '\u001b[2Jgone', '\\x1b[2Jgone'],
  ['a new line does not begin one', 'a\r\nb', 'a\\x0d\\x0ab'],
  ['what turns the direction of text is written out', 'a\u202eb', 'a\\u{202e}b'],
])('%s', (_, text, shown) => expect(printable(text)).toBe(shown));
