import { describe, expect, it } from '@jest/globals';
import { readResults } from './read-results';

const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';
const read = (body: string) =>
  readResults(body, {
    now: 5_000,
    checkNamed: (name) => (name === 'known' ? { id: check } : { message: `there is no Check \`${name}\`` }),
  });
const one = (members: string) => read(`{"check":"known",${members}}`);

describe('a Result over HTTP', () => {
  it('without a timestamp has the present time', () => {
    expect(one('"metrics":{}').accepted).toMatchObject([{ check, line: 1, result: { timestamp: 5_000 } }]);
  });

  it('may span several lines if it is alone', () => {
    const pretty = '\n{\n  "check": "known",\n  "timestamp": 1,\n  "metrics": { "a": 1 }\n}\n';
    expect(read(pretty)).toMatchObject({
      accepted: [{ line: 2, check, result: { timestamp: 1 } }],
      rejected: [],
    });
  });

  it('keeps the type and all the digits of its metrics', () => {
    const metrics = '{"a":1,"b":1.0,"c":-9223372036854775808,"d":"1","e":false,"f":1e3,"constructor":2}';
    expect(one(`"metrics":${metrics}`).accepted[0]?.result).toMatchObject({
      ints: { a: 1, c: -9223372036854775808n, constructor: 2 },
      floats: { b: 1, f: 1000 },
      strings: { d: '1' },
      bools: { e: false },
    });
  });

  it.each([
    [
      'another key',
      '"metrics":{},"arrival":1',
      'unknown key "arrival"; the keys are check, timestamp, metrics, error',
    ],
    ['neither metrics nor error', '"timestamp":1', 'give either metrics or error, not both'],
    ['both metrics and error', '"metrics":{},"error":"x"', 'give either metrics or error, not both'],
    ['a number as error', '"error":1', 'error: must be text'],
    [
      'a bad timestamp',
      '"metrics":{},"timestamp":"today"',
      'timestamp: must be RFC 3339 text or whole ms since 1970',
    ],
    ['metrics that are a list', '"metrics":[1]', 'metrics: must be an object of names and values'],
    ['a metric that is null', '"metrics":{"a":null}', 'metrics.a: must be a number, text, true or false'],
    [
      'a metric beyond 64 bits',
      '"metrics":{"a":9223372036854775808}',
      'metrics.a: 9223372036854775808 does not fit into 64 bits',
    ],
    ['a metric without a name', '"metrics":{"":1}', 'bad-metric-name'],
    ['a text that is too long', `"metrics":{"a":"${'x'.repeat(10_000)}"}`, 'text-too-long'],
  ])('with %s is refused', (_, members, message) => {
    expect(one(members)).toMatchObject({
      accepted: [],
      rejected: [{ line: 1, message: expect.stringContaining(message) }],
    });
  });

  it.each([
    ['a missing Check', '{"check":"other","metrics":{}}', 'check: there is no Check `other`'],
    ['no Check', '{"metrics":{}}', 'check: must be the UUID or the name of a Check'],
    ['a list in its line', '1', 'a Result is a JSON object'],
    ['half a list', '[{"check":"known"', 'this is not JSON'],
  ])('with %s is refused', (_, body, message) => {
    expect(read(body).rejected).toEqual([{ line: 1, message: expect.stringContaining(message) }]);
  });

  it('is accepted or rejected on its own, and reported by its line', () => {
    const { accepted, rejected } = read(
      `{"check":"known","metrics":{}}\r\n\n{}\n{"check":"${check}","error":"e"}\n`,
    );
    expect([accepted.map(({ line }) => line), rejected.map(({ line }) => line)]).toEqual([[1, 4], [3]]);
  });
});
