import { parseResultLine } from './result-line';
import { parseTimestamp } from './timestamp';

const check = '0b6f2d0c-6f0e-4f57-8d5c-9d3a1f2b4c5d';

describe('parseTimestamp', () => {
  it.each([
    ['whole ms', 1_700_000_000_000, 1_700_000_000_000],
    ['zero is 1970', 0, 0],
    ['RFC 3339 in UTC', '2023-11-14T22:13:20Z', 1_700_000_000_000],
    ['RFC 3339 with an offset', '2023-11-15T00:13:20+02:00', 1_700_000_000_000],
    ['lower-case letters are RFC 3339 too', '2023-11-14t22:13:20.5z', 1_700_000_000_500],
    ['finer than ms is cut off', '2023-11-14T22:13:20.123999Z', 1_700_000_000_123],
    ['a fraction of a ms is refused', 1.5, undefined],
    ['a negative number is refused', -1, undefined],
    ['the year 9999 is the last', 253_402_300_799_999, 253_402_300_799_999],
    ['and not the year 10000', 253_402_300_800_000, undefined],
    ['a time beyond the range of a Date is refused', 8_640_000_000_000_001, undefined],
    ['a year that an offset makes 10000 is refused', '9999-12-31T23:59:59-01:00', undefined],
    ['a time before 1970 is refused', '1969-12-31T23:59:59Z', undefined],
    ['and a time that its offset moves before 1970', '1970-01-01T00:30:00+01:00', undefined],
    ['a date without a time is refused', '2023-11-14', undefined],
    ['a missing offset is refused: the moment is unknown', '2023-11-14T22:13:20', undefined],
    ['the 13th month is refused', '2023-13-14T22:13:20Z', undefined],
    ['the 30th of February is refused', '2026-02-30T12:00:05Z', undefined],
    ['the 29th is a day of a leap year', '2024-02-29T00:00:00Z', 1_709_164_800_000],
    ['and of no other', '2026-02-29T00:00:00Z', undefined],
    ['the day ends with 23:59:59', '2026-11-23T24:00:00Z', undefined],
    ['null is refused', null, undefined],
  ])('%s', (_, value, expected) => {
    expect(parseTimestamp(value)).toBe(expected);
  });
});

describe('parseResultLine', () => {
  it('keeps whole numbers beyond 2^53 exact, and the rest unchanged', () => {
    const reading = parseResultLine(
      `{"check":"${check}","timestamp":5,"metrics":{"big":9007199254740993,"n":3,"f":0.25,"s":"x","b":true}}`,
    );
    expect(reading).toEqual({
      ok: true,
      line: {
        check,
        timestamp: 5,
        error: null,
        metrics: new Map<string, unknown>([
          ['big', 9007199254740993n],
          ['n', 3],
          ['f', 0.25],
          ['s', 'x'],
          ['b', true],
        ]),
      },
    });
  });

  it('accepts an error instead of metrics, and its own arrival', () => {
    const reading = parseResultLine(`{"check":"${check}","timestamp":5,"arrival":9,"error":"no route"}`);
    expect(reading).toEqual({
      ok: true,
      line: { check, timestamp: 5, arrival: 9, error: 'no route', metrics: new Map() },
    });
  });

  it.each([
    ['no JSON', '{"check":', 'this is not JSON'],
    ['a list', '[1]', 'one JSON object'],
    ['a misspelt key', `{"check":"${check}","timestamp":1,"metric":{}}`, 'metrics or error is missing'],
    ['a check that is not a UUID', '{"check":"web","timestamp":1,"metrics":{}}', 'check:'],
    ['a missing timestamp', `{"check":"${check}","metrics":{}}`, 'timestamp:'],
    ['a bad arrival', `{"check":"${check}","timestamp":1,"arrival":"x","metrics":{}}`, 'arrival:'],
    ['neither metrics nor error', `{"check":"${check}","timestamp":1}`, 'metrics or error is missing'],
    [
      'metrics and error',
      `{"check":"${check}","timestamp":1,"metrics":{},"error":"x"}`,
      'both metrics and error',
    ],
    ['null', `{"check":"${check}","timestamp":1,"metrics":{},"error":null}`, 'error: null'],
    ['a list as metric', `{"check":"${check}","timestamp":1,"metrics":{"a":[1]}}`, 'metrics.a:'],
    [
      'more than 64 bits',
      `{"check":"${check}","timestamp":1,"metrics":{"a":9223372036854775808}}`,
      '64 bits',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(parseResultLine(text)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
});
