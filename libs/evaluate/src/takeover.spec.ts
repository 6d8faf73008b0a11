import { defaultSeverity, type Confirmation, type StateName } from '@panto/model';
import { takeover } from './takeover';

const confirm = (worse: number, better: number, error = 1): Confirmation => ({ worse, better, error });

describe('takeover', () => {
  const rows: [string, StateName, StateName[], Confirmation, StateName][] = [
    ['1 is immediate', 'OK', ['CRITICAL'], confirm(1, 1), 'CRITICAL'],
    ['of 2, the first does not stand yet', 'OK', ['OK', 'CRITICAL'], confirm(2, 1), 'OK'],
    ['the newest of those that confirm stands', 'OK', ['CRITICAL', 'WARNING'], confirm(2, 1), 'WARNING'],
    ['one that is not worse breaks the row', 'OK', ['CRITICAL', 'OK', 'CRITICAL'], confirm(2, 1), 'OK'],
    ['worse means worse than what stands', 'WARNING', ['WARNING', 'CRITICAL'], confirm(2, 1), 'WARNING'],
    ['better likewise', 'CRITICAL', ['WARNING', 'OK'], confirm(1, 2), 'OK'],
    ['better is not there yet', 'CRITICAL', ['CRITICAL', 'OK'], confirm(1, 2), 'CRITICAL'],
    ['an error is taken over at once', 'OK', ['OK', 'ERROR'], confirm(5, 5), 'ERROR'],
    ['unless errors are to be confirmed', 'OK', ['OK', 'ERROR'], confirm(1, 1, 2), 'OK'],
    ['two errors in a row', 'OK', ['ERROR', 'ERROR'], confirm(1, 1, 2), 'ERROR'],
    [
      'a worse result between does not count as error',
      'OK',
      ['ERROR', 'CRITICAL', 'ERROR'],
      confirm(9, 9, 2),
      'OK',
    ],
    [
      'an error before counts as the ERROR it is worth',
      'OK',
      ['ERROR', 'CRITICAL'],
      confirm(2, 1, 3),
      'CRITICAL',
    ],
    ['ERROR is better than CRITICAL, and counts so', 'CRITICAL', ['ERROR', 'OK'], confirm(1, 2, 3), 'OK'],
    ['out of UNKNOWN at once', 'UNKNOWN', ['CRITICAL'], confirm(5, 5), 'CRITICAL'],
    ['out of MISSING_DATA at once', 'MISSING_DATA', ['OK'], confirm(5, 5), 'OK'],
    ['out of ERROR at once', 'ERROR', ['ERROR', 'WARNING'], confirm(5, 5), 'WARNING'],
    [
      'out of UNKNOWN by an error at once, whatever errors need',
      'UNKNOWN',
      ['ERROR'],
      confirm(1, 1, 3),
      'ERROR',
    ],
    ['into UNKNOWN is worse than OK', 'OK', ['OK', 'UNKNOWN'], confirm(2, 1), 'OK'],
  ];
  it.each(rows)('%s', (_, present, recent, needed, expected) => {
    expect(takeover(present, recent, needed, defaultSeverity)).toBe(expected);
  });
});
