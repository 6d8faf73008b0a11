import type { RecurrenceRule, State } from '@panto/model';
import { recurs } from './recurrence';

const rule = (more: Partial<RecurrenceRule> = {}): RecurrenceRule => ({
  name: 'lasting',
  type: 'recurrence',
  moreThan: 3,
  counts: 'not-ok',
  ...more,
});

const state = (problemOccurrences: number, occurrences: number): State => ({
  check: '',
  target: null,
  state: problemOccurrences === 0 ? 'OK' : 'WARNING',
  previous: 'WARNING',
  timestamp: 0,
  arrival: 0,
  since: 0,
  occurrences,
  problemOccurrences,
  reasons: [],
  version: 1,
  late: false,
});

describe('a recurrence rule', () => {
  it.each([
    ['is silent at moreThan', rule(), state(3, 3), false, false],
    ['fires at moreThan + 1', rule(), state(4, 1), false, true],
    ['is silent after it without repeatEvery', rule(), state(5, 5), true, false],
    ['fires again every repeatEvery', rule({ repeatEvery: 2 }), state(6, 6), true, true],
    ['and not in between', rule({ repeatEvery: 2 }), state(7, 7), true, false],
    ['never fires at OK', rule({ moreThan: 0 }), state(0, 9), true, false],
    ['counts only the same State with same-state', rule({ counts: 'same-state' }), state(9, 3), false, false],
    [
      'and fires again in the same episode after a change',
      rule({ counts: 'same-state' }),
      state(9, 4),
      true,
      true,
    ],
    ['fires late if it was added during the problem', rule(), state(50, 50), false, true],
  ])('%s', (_, one, at, open, expected) => {
    expect(recurs(one, at, open)).toBe(expected);
  });
});
