import { dayNames, isTimeZone, type RecurringWindow } from '@panto/window';
import { z } from 'zod';
import { describe } from '../explain';

/** A time of day as minutes; `24:00` at the end. */
const clockField = (last: 1439 | 1440) =>
  z.unknown().transform((value, context): number => {
    const [, hours, minutes] = (typeof value === 'string' && /^(\d{2}):(\d{2})$/.exec(value)) || [];
    const minute = Number(hours) * 60 + Number(minutes);
    if (Number(minutes) < 60 && minute <= last) return minute;
    const wanted = 'an hour of the day such as "02:00"';
    context.addIssue(
      value === undefined ? `missing; it must be ${wanted}` : `must be ${wanted}, not ${describe(value)}`,
    );
    return z.NEVER;
  });

const zoneField = z.string().refine(isTimeZone, {
  error: ({ input }) => `must be the name of a time zone such as Europe/Berlin, not ${describe(input)}`,
});

/** When a Silence recurs: hours of some days, in the local time of a zone. */
export const repeatField = z
  .strictObject({
    days: z
      .array(z.enum(dayNames))
      .min(1)
      .default([...dayNames]),
    from: clockField(1439),
    to: clockField(1440),
    timezone: zoneField,
  })
  .superRefine(({ days, from, to }, context) => {
    if (from === to) {
      const message = 'must not be `from`; a whole day is from "00:00" to "24:00"';
      context.addIssue({ code: 'custom', path: ['to'], message });
    } else if (from === 0 && to === 1440 && new Set(days).size === dayNames.length) {
      const message = 'would never end: leave out a day, or some hours';
      context.addIssue({ code: 'custom', message });
    }
  })
  .transform(({ days, ...rest }): RecurringWindow => ({
    ...rest,
    days: dayNames.filter((day) => days.includes(day)),
  }));
