import { oneLine } from './cut';

it.each([
  ['a\r\n\tb\u2028c', 'a b c'],
  ['gnp\u202eexe.\u2066x\u2069', 'gnpexe.x'],
  [' شبكة ', 'شبكة'],
])('%j is told on one line, and turns nothing round', (text, line) => {
  expect(oneLine(text)).toBe(line);
});
