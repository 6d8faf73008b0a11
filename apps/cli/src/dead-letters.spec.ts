import { type DeadLetter, deadLetter, type LogRecord, MemoryBroker, MemoryLog } from '@panto/streams';
import { NewestLetters } from './newest-letters';
import { letterStages, readLetters } from './read-letters';
import { resendLetters } from './resend-letters';

const prefix = 'p.';
const results = 'p.results';

const result = (partition: number, offset: number, value: string | null, timestamp = 1_000): LogRecord => ({
  topic: results,
  partition,
  offset,
  timestamp,
  key: value === null ? null : Buffer.from('check'),
  value: value === null ? null : Buffer.from(value),
  headers: { from: 'python' },
});

/** A log with dead letters: which stage refused which record, and why. */
function logWith(letters: readonly (readonly [stage: string, record: LogRecord, reason: string])[]) {
  const broker = new MemoryBroker();
  broker.create(results, 2);
  for (const stage of letterStages) broker.create(`p.dead-letters.${stage}`, 2);
  for (const [stage, record, reason] of letters) {
    const topic = `p.dead-letters.${stage}`;
    broker.append([{ topic, partition: record.partition, records: [deadLetter(topic, stage, record, reason, 'why')] }]); // prettier-ignore
  }
  return { broker, log: new MemoryLog(broker) };
}

const letters = logWith([
  ['state-processor', result(0, 5, 'a', 1_000), 'unknown-schema'],
  ['state-processor', result(1, 6, 'b', 3_000), 'unknown-schema'],
  ['state-processor', result(1, 7, 'c', 2_000), 'clock-ahead'],
  ['state-processor', result(0, 8, null, 4_000), 'batch-unreadable'],
  ['alert-processor', { ...result(0, 9, 'd', 5_000), topic: 'p.states' }, 'unknown-schema'],
]);

test.each([
  ['all of them', {}, ['a', 'b', 'c', null, 'd']],
  ['those of one stage', { stage: 'alert-processor' }, ['d']],
  ['those of one reason', { reason: 'unknown-schema' }, ['a', 'b', 'd']],
  ['those from within a time', { since: 3_000 }, ['b', null, 'd']],
])('%s are read', async (_, filter, values) => {
  const found: DeadLetter[] = [];
  await readLetters(letters.log, { prefix, since: 0, ...filter }, (some) => void found.push(...some));
  expect(found.map(({ value }) => value?.toString() ?? null).sort()).toEqual([...values].sort());
});

test('of more than requested, the newest are kept, newest first', () => {
  const newest = new NewestLetters(2);
  for (let i = 0; i < 3_000; i++) {
    newest.add([{ ...result(0, i, 'x', i), stage: 's', reason: 'r', detail: 'd' }]);
  }
  expect(newest.newest().map(({ offset }) => offset)).toEqual([2_999, 2_998]);
  expect(newest.count).toBe(3_000);
});

describe('Results that are sent again', () => {
  const resent = async (write: boolean, reason?: string) => {
    const { broker, log } = logWith([
      ['state-processor', result(0, 5, 'a'), 'unknown-schema'],
      ['state-processor', result(1, 6, 'b'), 'unknown-schema'],
      ['state-processor', result(1, 7, 'c'), 'clock-ahead'],
      ['state-processor', result(0, 8, null), 'batch-unreadable'],
      ['state-processor', { ...result(0, 9, 'e'), topic: 'p.config.checks' }, 'unknown-schema'],
      ['metrics-sink', result(0, 5, 'a'), 'unknown-schema'],
    ]);
    const said = await resendLetters(log, { prefix, since: 0, reason }, write);
    return { said, written: broker.records(results) };
  };

  test('are unchanged, in the partition they came to, without the headers of the letter', async () => {
    const { said, written } = await resent(true);
    expect(said).toEqual({ sent: 3, lost: 1 });
    expect(written.map(({ partition, key, value, headers }) => [partition, String(key), String(value), headers])).toEqual([
      [0, 'check', 'a', { from: 'python' }],
      [1, 'check', 'b', { from: 'python' }],
      [1, 'check', 'c', { from: 'python' }],
    ]); // prettier-ignore
  });

  test('are those with the given reason', async () => {
    const { said, written } = await resent(true, 'clock-ahead');
    expect(said).toEqual({ sent: 1, lost: 0 });
    expect(written).toHaveLength(1);
  });

  test('are only counted in a dry run', async () => {
    const { said, written } = await resent(false);
    expect(said).toEqual({ sent: 3, lost: 1 });
    expect(written).toEqual([]);
  });
});

test('letters that arrive during a resend are not read, so nothing goes round in circles', async () => {
  const { broker, log } = logWith([['state-processor', result(0, 5, 'a'), 'unknown-schema']]);
  let seen = 0;
  await readLetters(log, { prefix, since: 0, stage: 'state-processor' }, (some) => {
    seen += some.length;
    const topic = 'p.dead-letters.state-processor';
    broker.append([{ topic, partition: 0, records: [deadLetter(topic, 'state-processor', result(0, 9, 'a'), 'again', '')] }]); // prettier-ignore
  });
  expect(seen).toBe(1);
});
