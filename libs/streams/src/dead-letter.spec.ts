import { deadLetter, readDeadLetter } from './dead-letter';
import type { LogRecord } from './topology';

const record: LogRecord = {
  topic: 'amounts',
  partition: 3,
  offset: 42,
  timestamp: 1_000,
  key: Buffer.from('a'),
  value: Buffer.from('not a number'),
  headers: { origin: 'somebody' },
};

/** As the letter comes out of its topic. */
const read = (headers: LogRecord['headers']): LogRecord => ({
  ...record,
  topic: 'dead-letters.counting',
  partition: 3,
  offset: 7,
  headers,
});

test('what could not be taken is read from its letter as it came, with who refused it and why', () => {
  const { headers = {} } = deadLetter(
    'dead-letters.counting',
    'counting',
    record,
    'not-a-number',
    'x is none',
  );
  expect(readDeadLetter(read(headers))).toEqual({
    ...record,
    stage: 'counting',
    reason: 'not-a-number',
    detail: 'x is none',
  });
});

test.each([
  ['has none of the headers', {}],
  ['does not say where it came from', { '__connect.errors.topic': '' }],
  ['names no partition', { '__connect.errors.topic': 'amounts', '__connect.errors.partition': 'x' }],
])('a record that %s is no dead letter', (_, headers) => {
  expect(readDeadLetter(read(headers))).toBeUndefined();
});
