import { formatOf, fromFile, quote, readInsertHead } from './statement';

describe('readInsertHead', () => {
  it.each([
    ['INSERT INTO t FORMAT JSONEachRow', 'JSONEachRow'],
    ['insert into db.t (a, b) format CSV\n1,2', 'CSV'],
    ['-- note\nINSERT INTO t (a, format) SETTINGS async_insert=1 FORMAT RowBinary', 'RowBinary'],
    ['/* who */ INSERT INTO t FORMAT JSONEachRow {"a":1}', 'JSONEachRow'],
  ])('finds the format of %j', (text, format) => {
    expect(readInsertHead(text)?.format).toBe(format);
  });

  it.each([
    'SELECT 1 FORMAT JSON',
    'INSERT INTO t SELECT 1 FORMAT Null',
    "INSERT INTO t VALUES (1, 'x')",
    "INSERT INTO t FROM INFILE '/f' FORMAT CSV",
    'CREATE TABLE t (a UInt8) ENGINE = Memory',
  ])('leaves %j unchanged', (text) => {
    expect(readInsertHead(text)).toBeUndefined();
  });

  it('ends where the rows begin', () => {
    const text = 'INSERT INTO t FORMAT JSONEachRow\n{"a":1}\n\n{"a":2}';
    const head = readInsertHead(text);
    expect(text.slice(head?.length)).toBe('\n{"a":1}\n\n{"a":2}');
  });
});

describe('fromFile', () => {
  it.each([
    ['INSERT INTO t FORMAT CSV', "INSERT INTO t FROM INFILE '/f' FORMAT CSV"],
    [
      'INSERT INTO t (a) SETTINGS x = 1 FORMAT CSV',
      "INSERT INTO t (a) FROM INFILE '/f' SETTINGS x = 1 FORMAT CSV",
    ],
    ['INSERT INTO settings FORMAT CSV', "INSERT INTO settings FROM INFILE '/f' FORMAT CSV"],
  ])('%s', (text, wanted) => {
    const head = readInsertHead(text);
    expect(head && fromFile(head, '/f')).toBe(wanted);
  });
});

it('finds the format at the end of a statement, even before settings', () => {
  expect(formatOf('SELECT 1 FORMAT JSON')).toBe('JSON');
  expect(formatOf('SELECT 1 FORMAT JSON SETTINGS a = 1;')).toBe('JSON');
  expect(formatOf("SELECT 'format of x'")).toBeUndefined();
});

it('escapes whatever would end a literal', () => {
  expect(quote(String.raw`it's a \ b`)).toBe(String.raw`'it\'s a \\ b'`);
});
