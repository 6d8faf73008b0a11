import { describe, expect, it } from '@jest/globals';
import { outcomeOfStatus, parseRetryAfter, statusTable } from './http-status';

const now = Date.UTC(2026, 10, 23, 12);

describe('every HTTP status', () => {
  const meanings = new Map<string, number[]>();
  for (let status = 100; status < 600; status++) {
    const outcome = outcomeOfStatus(status, null, now);
    const meaning =
      outcome.kind === 'delivered'
        ? 'delivered'
        : `${outcome.reason} ${outcome.retriable ? 'again' : 'never'}`;
    meanings.set(meaning, [...(meanings.get(meaning) ?? []), status]);
  }
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const rows: [string, number[]][] = [
    ['delivered', range(200, 299)],
    ['redirected never', range(300, 399)],
    ['authError never', [401, 403, 407]],
    ['timeout again', [408]],
    ['disabled never', [410]],
    ['rateLimited again', [429]],
    ['serverError again', [...range(100, 199), 421, 425, ...range(500, 599)]],
    [
      'clientError never',
      range(400, 499).filter((s) => ![401, 403, 407, 408, 410, 421, 425, 429].includes(s)),
    ],
  ];

  it.each(rows)('%s', (meaning, statuses) => {
    expect(meanings.get(meaning)).toEqual(statuses);
  });

  it('has no other meaning, and the table ends in a row that holds the rest', () => {
    expect(meanings.size).toBe(rows.length);
    expect(statusTable.at(-1)).toEqual({ from: 0, to: 999, meaning: 'serverError' });
  });
});

it.each([
  ['seconds', '120', 120_000],
  ['part of a second (Slack, Discord)', '0.65', 650],
  ['a date', 'Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
  ['a date in the past', 'Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ['nothing', null, null],
  ['nonsense', 'soon', null],
  ['a negative number', '-5', null],
])('Retry-After with %s', (_, header, wanted) => {
  expect(parseRetryAfter(header, now)).toBe(wanted);
});
