import { describe, expect, it } from '@jest/globals';
import { dayNames, nextWindow, windowAt, type DayName, type RecurringWindow } from './recurring-window';

const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
/** `mon,tue 02:00-04:00 Europe/Berlin`; `*`: every day. */
function window(text: string): RecurringWindow {
  const [days = '', hours = '', timezone = ''] = text.split(' ');
  const [from = '', to = ''] = hours.split('-');
  return {
    days: days === '*' ? dayNames : (days.split(',') as DayName[]),
    from: minutes(from),
    to: minutes(to),
    timezone,
  };
}
const said = (span: ReturnType<typeof nextWindow>) =>
  span && [span.from, span.until].map((time) => new Date(time).toISOString().slice(5, 16)).join(' to ');
const next = (text: string, time: string) => said(nextWindow(window(text), Date.parse(time)));
const at = (text: string, time: string) => windowAt(window(text), Date.parse(time)) !== undefined;

describe('the next window', () => {
  it.each([
    ['of today, if it has not begun', '* 02:00-04:00 UTC', '2026-11-27T01:59:59.999Z', '11-27T02:00 to 11-27T04:00'],
    ['is the present one', '* 02:00-04:00 UTC', '2026-11-27T02:00:00Z', '11-27T02:00 to 11-27T04:00'],
    ['of tomorrow, if it is over', '* 02:00-04:00 UTC', '2026-11-27T04:00:00Z', '11-28T02:00 to 11-28T04:00'],
    ['on the named days', 'mon,wed 02:00-04:00 UTC', '2026-11-27T12:00:00Z', '11-30T02:00 to 11-30T04:00'],
    ['across midnight, on the day on which it begins', 'fri 22:00-02:00 UTC', '2026-11-28T01:00:00Z', '11-27T22:00 to 11-28T02:00'],
    ['until midnight', 'fri 22:00-24:00 UTC', '2026-11-27T12:00:00Z', '11-27T22:00 to 11-28T00:00'],
    ['until midnight of the next day', 'fri 22:00-00:00 UTC', '2026-11-27T12:00:00Z', '11-27T22:00 to 11-28T00:00'],
    ['of a whole day', 'sun 00:00-24:00 UTC', '2026-11-27T12:00:00Z', '11-29T00:00 to 11-30T00:00'],
    ['of consecutive days is one', 'sat,sun 00:00-24:00 UTC', '2026-11-29T12:00:00Z', '11-28T00:00 to 11-30T00:00'],
    ['in a zone east of Greenwich', 'mon 02:00-04:00 Asia/Kolkata', '2026-11-27T12:00:00Z', '11-29T20:30 to 11-29T22:30'],
    ['in a zone west of it', 'mon 22:00-23:00 America/New_York', '2026-11-27T12:00:00Z', '12-01T03:00 to 12-01T04:00'],

    ['before the clocks go forward, Berlin', '* 02:00-04:00 Europe/Berlin', '2026-03-28T00:00:00Z', '03-28T01:00 to 03-28T03:00'],
    ['is an hour shorter when they do', '* 02:00-04:00 Europe/Berlin', '2026-03-28T12:00:00Z', '03-29T01:00 to 03-29T02:00'],
    ['in the skipped hour is skipped', '* 02:15-02:45 Europe/Berlin', '2026-03-28T12:00:00Z', '03-30T00:15 to 03-30T00:45'],
    ['that begins in that hour begins after it', '* 02:30-05:00 Europe/Berlin', '2026-03-28T12:00:00Z', '03-29T01:00 to 03-29T03:00'],
    ['that ends in it ends at its start', '* 01:00-02:30 Europe/Berlin', '2026-03-28T12:00:00Z', '03-29T00:00 to 03-29T01:00'],
    ['once a week in that hour comes a week later', 'sun 02:15-02:45 Europe/Berlin', '2026-03-28T12:00:00Z', '04-05T00:15 to 04-05T00:45'],
    ['is an hour longer when they go back', '* 02:00-04:00 Europe/Berlin', '2026-10-24T12:00:00Z', '10-25T00:00 to 10-25T03:00'],
    ['in the repeated hour', '* 02:15-02:45 Europe/Berlin', '2026-10-24T12:00:00Z', '10-25T00:15 to 10-25T00:45'],
    ['in the repeated hour comes twice', '* 02:15-02:45 Europe/Berlin', '2026-10-25T00:45:00Z', '10-25T01:15 to 10-25T01:45'],
    ['across midnight when they go back', 'sat 23:00-03:00 Europe/Berlin', '2026-10-24T12:00:00Z', '10-24T21:00 to 10-25T02:00'],

    ['when the clocks go forward, New York', '* 01:00-04:00 America/New_York', '2026-03-07T12:00:00Z', '03-08T06:00 to 03-08T08:00'],
    ['in the skipped hour, New York', '* 02:00-03:00 America/New_York', '2026-03-07T12:00:00Z', '03-09T06:00 to 03-09T07:00'],
    ['when the clocks go back, New York', '* 01:00-03:00 America/New_York', '2026-10-31T12:00:00Z', '11-01T05:00 to 11-01T08:00'],
    ['in the repeated hour, New York', '* 01:30-02:00 America/New_York', '2026-11-01T06:00:00Z', '11-01T06:30 to 11-01T07:00'],
    ['in a zone that shifts by half an hour', '* 01:30-02:15 Australia/Lord_Howe', '2026-10-03T12:00:00Z', '10-03T15:00 to 10-03T15:30'],
  ])('%s', (_, text, time, wanted) => {
    expect(next(text, time)).toBe(wanted);
  }); // prettier-ignore
});

describe('a moment', () => {
  it.each([
    ['at the beginning is in', '2026-11-27T02:00:00Z', true],
    ['a ms before is not', '2026-11-27T01:59:59.999Z', false],
    ['a ms before the end is in', '2026-11-27T03:59:59.999Z', true],
    ['at the end is not', '2026-11-27T04:00:00Z', false],
    ['of another day is not', '2026-11-28T03:00:00Z', false],
  ])('%s', (_, time, wanted) => {
    expect(at('fri 02:00-04:00 UTC', time)).toBe(wanted);
  });

  it('is in a window exactly when the next one has begun, throughout a year with its clock changes', () => {
    for (const text of ['* 02:15-02:45 Europe/Berlin', 'sun 23:30-01:30 America/New_York', 'fri,sat 00:00-24:00 Asia/Kathmandu']) {
      for (let time = Date.UTC(2026, 0, 1); time < Date.UTC(2027, 0, 1); time += 37_000_000) {
        const found = nextWindow(window(text), time);
        expect(found!.until).toBeGreaterThan(time);
        expect(windowAt(window(text), time)).toEqual(found!.from <= time ? found : undefined);
      }
    }
  }); // prettier-ignore
});
