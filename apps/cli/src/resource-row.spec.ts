import { describe, expect, it } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { kindWord } from './kind-word';
import { resourceHeads, resourceRow } from './resource-row';
import { stateRow } from './state-row';
import { textTable } from './text-table';

describe('the word for a kind', () => {
  it.each([
    ['checks', 'checks'],
    ['check', 'checks'],
    ['Check', 'checks'],
    ['STATES', 'states'],
  ])('%s means %s', (word, segment) => {
    expect(kindWord(word)).toBe(segment);
  });

  it.each(['', 's', 'weather'])('%p means nothing', (word) => {
    expect(() => kindWord(word)).toThrow(InvalidArgumentError);
  });
});

describe('a row', () => {
  const metadata = { id: 'i', name: 'n', labels: { a: 'b', c: 'd' } };

  it('of a Check has its spec and its labels', () => {
    const spec = { target: 't', interval: '30s', states: [] };
    expect(resourceRow('checks', { metadata, spec })).toEqual(['n', 't', '-', '-', '30s', 'a=b,c=d', 'i']);
  });

  it('of an Agent has what it reported about itself', () => {
    expect(resourceRow('agents', { metadata, spec: {}, status: { host: 'h', software: '1' } })).toEqual([
      'n',
      'h',
      '1',
      'a=b,c=d',
      'i',
    ]);
  });

  it.each(['targets', 'agents', 'channels', 'checks', 'routes', 'silences'] as const)(
    'of %s has a cell for each head',
    (segment) => {
      expect(resourceRow(segment, { metadata, spec: {} })).toHaveLength(resourceHeads[segment].length);
    },
  );

  it('of a Silence says what it takes', () => {
    const spec = { match: { targets: ['a', 'b'], labels: { c: 'd' } }, until: 'u', reason: 'r' };
    expect(resourceRow('silences', { metadata, spec }).slice(1, 7)).toEqual(['targets=a,b labels=c=d', '-', 'u', '-', 'r', '-']); // prettier-ignore
  });

  it.each([
    ['on some days', { days: ['sat', 'sun'], from: '02:00', to: '04:00', timezone: 'Europe/Berlin' }, '2026-11-28T01:00:00.000Z', '2026-11-28T03:00:00.000Z', 'sat,sun 02:00-04:00 Europe/Berlin'],
    ['on all', { from: '22:00', to: '02:00', timezone: 'UTC' }, '2026-11-27T22:00:00.000Z', '2026-11-28T02:00:00.000Z', 'daily 22:00-02:00 UTC'],
  ])('of a Silence that repeats %s says when it is next', (_, repeat, ...wanted) => {
    const spec = { match: { rules: ['r'] }, repeat, reason: 'r' };
    const row = resourceRow('silences', { metadata, spec }, Date.UTC(2026, 10, 27, 12));
    expect(row.slice(2, 5)).toEqual(wanted);
  }); // prettier-ignore

  it('of a State says why', () => {
    const named = { check: { name: 'c' }, target: { name: 't' } };
    const state = { ...named, state: 'OK', since: null, occurrences: 0 };
    expect(stateRow({ ...state, reasons: [{ text: 'a' }, { text: 'b' }] })).toEqual([
      'c',
      't',
      'OK',
      '-',
      '0',
      'a; b',
    ]);
  });
});

it('a table is as wide as its cells, without trailing blanks', () => {
  expect(textTable(['A', 'LONG'], [['word', 'x'], ['y']])).toBe('A     LONG\nword  x\ny');
});
