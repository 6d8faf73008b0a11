import { expect, test } from '@jest/globals';
import { textTable } from './text-table';

test.each([
  ['columns are as wide as their contents', 'web-1', 'NAME   ID\nweb-1  1'],
  ['East Asian characters and emoji take two columns', '東京🚀', 'NAME    ID\n東京🚀  1'],
  ['combining characters take none', 'cafe\u0301s', 'NAME   ID\ncafe\u0301s  1'],
  ['terminal control characters are escaped', 'a\u001b[2J', 'NAME      ID\na\\x1b[2J  1'],
])('%s', (_, name, table) => expect(textTable(['NAME', 'ID'], [[name, '1']])).toBe(table));

test('more rows than a call has arguments are a table, too', () => {
  const rows = Array.from({ length: 200_000 }, () => ['a']);
  expect(textTable(['NAME'], rows).length).toBe(4 + rows.length * 2);
});
