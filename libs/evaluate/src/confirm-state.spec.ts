import { defaultSeverity, type Confirmation, type StateName } from '@panto/model';
import { confirmState } from './confirm-state';

const confirm = (worse: number, better: number, error = 1): Confirmation => ({ worse, better, error });

describe('confirmState', () => {
  const rows: [string, StateName, StateName[], Confirmation, StateName][] = [
    ['1 is immediate', 'OK', ['CRITICAL'], confirm(1, 1), 'CRITICAL'],
    ['of 2, the first is not enough', 'OK', ['OK', 'CRITICAL'], confirm(2, 1), 'OK'],
    [
      'the newest of the confirming evaluations counts',
      'OK',
      ['CRITICAL', 'WARNING'],
      confirm(2, 1),
      'WARNING',
    ],
    ['one that is not worse breaks the sequence', 'OK', ['CRITICAL', 'OK', 'CRITICAL'], confirm(2, 1), 'OK'],
    [
      'worse means worse than the present State',
      'WARNING',
      ['WARNING', 'CRITICAL'],
      confirm(2, 1),
      'WARNING',
    ],
    ['better likewise', 'CRITICAL', ['WARNING', 'OK'], confirm(1, 2), 'OK'],
    ['better is not confirmed yet', 'CRITICAL', ['CRITICAL', 'OK'], confirm(1, 2), 'CRITICAL'],
    ['an error takes effect at once', 'OK', ['OK', 'ERROR'], confirm(5, 5), 'ERROR'],
    ['unless errors need confirmation', 'OK', ['OK', 'ERROR'], confirm(1, 1, 2), 'OK'],
    ['two errors in a row', 'OK', ['ERROR', 'ERROR'], confirm(1, 1, 2), 'ERROR'],
    [
      'a worse result in between does not count as an error',
      'OK',
      ['ERROR', 'CRITICAL', 'ERROR'],
      confirm(9, 9, 2),
      'OK',
    ],
    [
      'an earlier error counts as the ERROR it is worth',
      'OK',
      ['ERROR', 'CRITICAL'],
      confirm(2, 1, 3),
      'CRITICAL',
    ],
    [
      'ERROR is better than CRITICAL, and counts as such',
      'CRITICAL',
      ['ERROR', 'OK'],
      confirm(1, 2, 3),
      'OK',
    ],
    ['out of UNKNOWN at once', 'UNKNOWN', ['CRITICAL'], confirm(5, 5), 'CRITICAL'],
    ['out of MISSING_DATA at once', 'MISSING_DATA', ['OK'], confirm(5, 5), 'OK'],
    ['out of ERROR at once', 'ERROR', ['ERROR', 'WARNING'], confirm(5, 5), 'WARNING'],
    [
      'out of UNKNOWN by an error at once, whatever confirmation errors need',
      'UNKNOWN',
      ['ERROR'],
      confirm(1, 1, 3),
      'ERROR',
    ],
    ['into UNKNOWN is worse than OK', 'OK', ['OK', 'UNKNOWN'], confirm(2, 1), 'OK'],
  ];
  it.each(rows)('%s', (_, present, recent, needed, expected) => {
    expect(confirmState(present, recent, needed, defaultSeverity)).toBe(expected);
  });
});
