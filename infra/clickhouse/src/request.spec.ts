import { readRequest, type Reading } from './request';

const read = (query: string, method = 'POST', headers: Record<string, string> = {}): Reading =>
  readRequest(method, new URLSearchParams(query), (name) => headers[name]);

const preparation = (reading: Reading) => (reading.ok ? reading.request.preparation : reading.fault);

describe('readRequest', () => {
  it.each([
    ['the database comes first', 'max_threads=1&database=panto', ['USE `panto`', "SET max_threads = '1'"]],
    ['parameters become settings', "param_name=it's", [String.raw`SET param_name = 'it\'s'`]],
    ['parameters of HTTP itself are left out', 'query_id=x&wait_end_of_query=1&user=u&password=p', []],
    ['a backtick cannot leave the name of the database', 'database=a`b', ['USE `ab`']],
  ])('%s', (_sentence, query, wanted) => {
    expect(preparation(read(query))).toEqual(wanted);
  });

  it('makes a GET read-only, after its settings', () => {
    expect(preparation(read('max_threads=1', 'GET'))).toEqual(["SET max_threads = '1'", 'SET readonly = 2']);
  });

  it('takes database and format from headers where the query string has none', () => {
    const reading = read('', 'POST', { 'x-clickhouse-database': 'panto', 'x-clickhouse-format': 'JSON' });
    expect(reading).toMatchObject({ request: { format: 'JSON', preparation: ['USE `panto`'] } });
  });

  it.each([
    ['a session', 'session_id=1', 48],
    ['native compression', 'compress=1', 48],
    ['an invalid name', 'a%20b=1', 115],
  ])('refuses %s', (_sentence, query, code) => {
    expect(read(query)).toMatchObject({ ok: false, fault: { code } });
  });
});
