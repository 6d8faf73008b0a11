import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, longestDuration, parseDuration } from './duration';

describe('a duration is read', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['1.5h', 5_400_000],
    ['4.35s', 4_350],
    ['0.001s', 1],
    [30, 30_000],
    [0.25, 250],
    [90n, 90_000],
  ])('%p is %p ms', (text, milliseconds) => {
    expect(parseDuration(text)).toEqual({ ok: true, milliseconds });
  });

  it('0 is allowed only if the minimum is 0', () => {
    expect(parseDuration('0s', 0)).toEqual({ ok: true, milliseconds: 0 });
    expect(parseDuration('0s')).toMatchObject({ ok: false });
  });
});

describe('what is not a duration is reported', () => {
  it.each([
    ['30', 'has no unit'],
    ['1h30m', 'more than one unit'],
    ['30 s', 'is not a duration'],
    ['5M', 'is not a duration'],
    ['.5s', 'is not a duration'],
    ['1e3s', 'is not a duration'],
    ['', 'is not a duration'],
    [1e-7, 'is not a duration'],
    [Infinity, 'Infinity is not a duration'],
    [NaN, 'NaN is not a duration'],
    ['0.5ms', 'whole number of milliseconds'],
    [0.0001, 'whole number of milliseconds'],
    ['-5s', 'must be more than 0'],
    [0, 'must be more than 0'],
    ['40000d', 'longer than 100 years'],
    [NaN, 'is not a duration'],
    [true, 'must be a duration'],
    [null, 'must be a duration'],
    ['9'.repeat(100), 'must be a duration'],
  ])('%p: %s', (value, words) => {
    const reading = parseDuration(value);
    expect(reading.ok ? 'a duration' : reading.message).toContain(words);
  });
});

it('a formatted duration parses to the same value', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: longestDuration }), (milliseconds) => {
      expect(parseDuration(formatDuration(milliseconds), 0)).toEqual({ ok: true, milliseconds });
    }),
  );
});
