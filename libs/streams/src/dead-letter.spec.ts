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

/** The letter as it is read from its topic. */
const read = (headers: LogRecord['headers']): LogRecord => ({
  ...record,
  topic: 'dead-letters.counting',
  partition: 3,
  offset: 7,
  headers,
});

test('a refused record is read from its letter as it came, with the stage that refused it and why', () => {
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

const large = Buffer.alloc(4 * 1024 * 1024);

test.each([
  ['a value', { value: large }, [1, null, 1]],
  ['a key', { key: large }, [null, null, 1]],
  ['headers', { headers: { origin: large.toString('latin1') } }, [1, null, 0]],
  ['a key and a value', { key: large.subarray(2 ** 21), value: large.subarray(2 ** 21) }, [null, null, 1]],
])(
  'of %s larger than a log accepts the letter keeps what is small: if the log refused it, the stage would stop',
  (_, part, left) => {
    const letter = deadLetter('dead', 'counting', { ...record, ...part }, 'too-large', 'too much');
    const found = readDeadLetter(read(letter.headers ?? {}));
    const headers = Object.keys(found?.headers ?? {}).length;
    expect([letter.key?.length ?? null, letter.value?.length ?? null, headers]).toEqual(left);
    expect(found).toMatchObject({ partition: 3, offset: 42, reason: 'too-large' });
    expect(found?.detail).toMatch(/^its 419\d{4} bytes are too many for a letter.*: too much$/);
  },
);

test.each([
  ['has none of the headers', {}],
  ['does not name its origin', { '__connect.errors.topic': '' }],
  ['names no partition', { '__connect.errors.topic': 'amounts', '__connect.errors.partition': 'x' }],
])('a record that %s is not a dead letter', (_, headers) => {
  expect(readDeadLetter(read(headers))).toBeUndefined();
});
